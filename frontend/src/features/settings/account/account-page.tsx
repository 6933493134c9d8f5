import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useDeleteMe } from "@/api/me/delete-me";
import { useMe } from "@/api/me/get-me";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Trouble } from "@/components/ui/trouble";
import { toast } from "@/lib/toasts";
import { m as all } from "../messages";
import { SettingsPage } from "../parts/settings-page";
import { m } from "./messages";

/** The end of the account: what goes with it, and that it is meant. */
export function AccountPage() {
  const { email } = useMe();
  const [typed, setTyped] = useState("");
  const remove = useDeleteMe();
  const isMeant = typed.trim().toLowerCase() === email.toLowerCase();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isMeant) remove.mutate(undefined, { onSuccess: () => toast({ text: m.gone }) });
  };
  return (
    <SettingsPage title={all.pages.account}>
      <Section title={m.title} text={m.text} danger>
        <ul className="list-disc space-y-1 pl-5">
          {m.parts.split("\n").map((part) => (
            <li key={part}>{part}</li>
          ))}
        </ul>
        <p>
          {m.exportFirst}{" "}
          <Link to="/settings/data" className="text-accent underline">
            {m.exportLink}
          </Link>
        </p>
        <form onSubmit={submit} className="flex max-w-md flex-col gap-4">
          <Trouble error={remove.error} />
          <Field
            label={m.typeIt(email)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button
            type="submit"
            look="danger"
            className="self-start"
            busy={remove.isPending}
            disabled={!isMeant}
          >
            {m.action}
          </Button>
        </form>
      </Section>
    </SettingsPage>
  );
}
