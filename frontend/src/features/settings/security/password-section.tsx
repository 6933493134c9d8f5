import { type FormEvent, useState } from "react";
import { useMe } from "@/api/me/get-me";
import { useChangePassword } from "@/api/security/change-password";
import { Button } from "@/components/ui/button";
import { FormButtons } from "@/components/ui/form-buttons";
import { PasswordField } from "@/components/ui/password-field";
import { Section } from "@/components/ui/section";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { Problem } from "@/lib/problem";
import { toast } from "@/lib/toasts";
import { useWait } from "@/lib/wait";
import { m } from "./messages";

/** Another password; without one, the way to set it. */
export function PasswordSection({ hasPassword }: { readonly hasPassword: boolean }) {
  const [isChanging, setIsChanging] = useState(false);
  if (!hasPassword) {
    return (
      <Section title={m.password.title} text={m.password.none}>
        <a href="/a/forgot" className="self-start text-accent underline">
          {m.password.set}
        </a>
      </Section>
    );
  }
  return (
    <Section
      title={m.password.title}
      text={m.password.text}
      actions={
        isChanging ? null : <Button onClick={() => setIsChanging(true)}>{m.password.change}</Button>
      }
    >
      {isChanging ? <PasswordForm onClose={() => setIsChanging(false)} /> : null}
    </Section>
  );
}

function PasswordForm({ onClose }: { readonly onClose: () => void }) {
  const { email } = useMe();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useChangePassword();
  const wait = useWait(change.error);
  const isWrong = change.error instanceof Problem && change.error.code === "auth.bad_credentials";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(
      { current_password: current, new_password: next },
      {
        onSuccess: () => {
          toast({ text: m.password.changed });
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-4">
      <Trouble
        error={isWrong ? null : change.error}
        fields={["/current_password", "/new_password"]}
      />
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <PasswordField
        label={m.password.current}
        name="current-password"
        autoComplete="current-password"
        autoFocus
        required
        value={current}
        error={isWrong ? m.password.wrong : fieldError(change.error, "/current_password")}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <PasswordField
        label={m.password.next}
        hint={m.password.hint}
        name="new-password"
        autoComplete="new-password"
        required
        maxLength={1024}
        value={next}
        error={fieldError(change.error, "/new_password")}
        onChange={(event) => setNext(event.target.value)}
      />
      <FormButtons busy={change.isPending} disabled={wait > 0} onClose={onClose}>
        {m.password.change}
      </FormButtons>
    </form>
  );
}
