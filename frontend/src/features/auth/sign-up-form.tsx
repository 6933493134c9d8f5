import { type FormEvent, useState } from "react";
import { useSignUp } from "@/api/auth/sign-up";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { PasswordField } from "@/components/ui/password-field";
import { Problem } from "@/lib/problem";
import { useWait } from "@/lib/wait";
import { AuthError } from "./auth-error";
import { m } from "./messages";

/** A new account; `onDone` when signed in, `onMail` when the address has to be confirmed first. */
export function SignUpForm({
  onDone,
  onMail,
}: {
  readonly onDone: () => void;
  readonly onMail: (email: string) => void;
}) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [name, setName] = useState("");
  const signUp = useSignUp();
  const wait = useWait(signUp.error);
  const problem = signUp.error instanceof Problem ? signUp.error : null;
  const isShort = problem?.errors.some(
    ({ pointer, code }) => pointer === "/password" && code === "string_too_short",
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions();
    signUp.mutate(
      { email, password, name, zone },
      { onSuccess: (answer) => ("state" in answer ? onMail(email) : onDone()) },
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <AuthError error={problem?.errors.length ? null : signUp.error} wait={wait} />
      <Field
        label={m.email}
        type="email"
        name="email"
        autoComplete="username"
        required
        value={email}
        error={problem?.field("/email")}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label={m.password}
        name="new-password"
        autoComplete="new-password"
        required
        value={password}
        hint={m.passwordHint}
        error={isShort ? m.passwordHint : problem?.field("/password")}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Field
        label={m.name}
        name="name"
        autoComplete="name"
        value={name}
        hint={m.nameHint}
        error={problem?.field("/name")}
        onChange={(event) => setName(event.target.value)}
      />
      <Button
        type="submit"
        look="primary"
        className="h-10"
        busy={signUp.isPending}
        disabled={wait > 0}
      >
        {m.signUp}
      </Button>
    </form>
  );
}
