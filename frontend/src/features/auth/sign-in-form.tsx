import { type FormEvent, useState } from "react";
import { useSignIn } from "@/api/auth/sign-in";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { PasswordField } from "@/components/ui/password-field";
import { Problem } from "@/lib/problem";
import { useWait } from "@/lib/wait";
import { AuthError } from "./auth-error";
import { m } from "./messages";

/** The challenge of a second factor, if that is what the first step was answered with. */
export function challengeOf(error: unknown): string | null {
  if (!(error instanceof Problem) || error.code !== "auth.second_factor_needed") return null;
  const id = error.document.challenge_id;
  return typeof id === "string" ? id : null;
}

/** Address and password; `onDone` once signed in, `onChallenge` where a code is needed as well. */
export function SignInForm({
  onDone,
  onChallenge,
}: {
  readonly onDone: () => void;
  readonly onChallenge: (challengeId: string) => void;
}) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useSignIn();
  const wait = useWait(signIn.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate(
      { email, password },
      {
        onSuccess: onDone,
        onError: (error) => {
          const challenge = challengeOf(error);
          if (challenge !== null) onChallenge(challenge);
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {challengeOf(signIn.error) === null ? <AuthError error={signIn.error} wait={wait} /> : null}
      <Field
        label={m.email}
        type="email"
        name="email"
        autoComplete="username webauthn"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label={m.password}
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button
        type="submit"
        look="primary"
        className="h-10"
        busy={signIn.isPending}
        disabled={wait > 0}
      >
        {m.signIn}
      </Button>
    </form>
  );
}
