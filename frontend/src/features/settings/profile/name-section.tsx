import type { FormEvent } from "react";
import { useChangeMe } from "@/api/me/change-me";
import { useMe } from "@/api/me/get-me";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { LeaveGuard } from "@/components/ui/leave-guard";
import { Section } from "@/components/ui/section";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { toast } from "@/lib/toasts";
import { m as core } from "@/messages/core";
import { m } from "../messages";
import { useDraft } from "../parts/use-draft";

/** How mails and the sidebar call somebody. */
export function NameSection() {
  const { name } = useMe();
  const draft = useDraft({ name });
  const change = useChangeMe();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = { name: draft.value.name.trim() };
    change.mutate(wanted, {
      onSuccess: () => {
        draft.reset();
        toast({ text: m.saved });
      },
    });
  };
  return (
    <Section title={m.profile.nameTitle}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Trouble error={change.error} fields={["/name"]} />
        <div className="flex flex-wrap items-end gap-2">
          <div className="grow basis-56">
            <Field
              label={m.profile.name}
              name="name"
              autoComplete="name"
              required
              maxLength={200}
              value={draft.value.name}
              error={fieldError(change.error, "/name")}
              onChange={(event) => draft.set({ name: event.target.value })}
            />
          </div>
          <Button
            type="submit"
            look={draft.isDirty ? "primary" : "plain"}
            busy={change.isPending}
            disabled={!draft.isDirty}
            className="h-[2.6rem]"
          >
            {core.save}
          </Button>
        </div>
      </form>
      <LeaveGuard isDirty={draft.isDirty && !change.isPending} />
    </Section>
  );
}
