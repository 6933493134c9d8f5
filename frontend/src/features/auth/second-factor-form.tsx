import { type FormEvent, useState } from "react";
import { useSecondFactor } from "@/api/auth/second-factor";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { useWait } from "@/lib/wait";
import { AuthError } from "./auth-error";
import { m } from "./messages";

const WORDS = { "auth.bad_credentials": m.wrongCode };

/** The code of an app, or a recovery code; `onBack` begins anew with the password. */
export function SecondFactorForm({
  challengeId,
  onDone,
  onBack,
}: {
  readonly challengeId: string;
  readonly onDone: () => void;
  readonly onBack: () => void;
}) {
  const [byRecovery, setByRecovery] = useState(false);
  const [code, setCode] = useState("");
  const answer = useSecondFactor();
  const wait = useWait(answer.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const given = byRecovery ? { recovery_code: code.trim() } : { code: code.trim() };
    answer.mutate({ challenge_id: challengeId, ...given }, { onSuccess: onDone });
  };
  const swap = (): void => {
    setByRecovery(!byRecovery);
    setCode("");
    answer.reset();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <AuthError error={answer.error} wait={wait} words={WORDS} />
      <Field
        key={byRecovery ? "recovery" : "code"}
        label={byRecovery ? m.recoveryCode : m.code}
        hint={byRecovery ? m.recoveryHint : m.codeHint}
        name={byRecovery ? "recovery-code" : "code"}
        autoComplete={byRecovery ? "off" : "one-time-code"}
        inputMode={byRecovery ? "text" : "numeric"}
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        maxLength={byRecovery ? 64 : 20}
        className={byRecovery ? "font-mono" : "font-mono text-lg tracking-[0.3em]"}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button
        type="submit"
        look="primary"
        className="h-10"
        busy={answer.isPending}
        disabled={wait > 0}
      >
        {m.signIn}
      </Button>
      <div className="flex flex-wrap justify-between gap-2">
        <Button look="quiet" size="small" className="-ml-2.5" onClick={swap}>
          {byRecovery ? m.useApp : m.useRecovery}
        </Button>
        <Button look="quiet" size="small" className="-mr-2.5" onClick={onBack}>
          {m.startAgain}
        </Button>
      </div>
    </form>
  );
}
