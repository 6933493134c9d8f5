import { type FormEvent, useState } from "react";
import type { SecondFactorSetupOut } from "@/api/schema.gen";
import { useTurnOnSecondFactor } from "@/api/security/second-factor";
import { CopyButton } from "@/components/secret/copy-button";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { Problem } from "@/lib/problem";
import { m } from "./messages";
import { QrCode } from "./qr-code";

/** The secret as a picture and as text, and the first code that shows that an app has it. */
export function SecondFactorSetup({
  setup,
  onCodes,
  onClose,
}: {
  readonly setup: SecondFactorSetupOut;
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onClose: () => void;
}) {
  const [code, setCode] = useState("");
  const turnOn = useTurnOnSecondFactor();
  const isWrong = turnOn.error instanceof Problem && turnOn.error.code === "auth.bad_credentials";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    turnOn.mutate(code.trim(), { onSuccess: (answer) => onCodes(answer.recovery_codes) });
  };
  return (
    <div className="flex flex-col gap-5 sm:flex-row sm:gap-6">
      <QrCode text={setup.uri} label={m.factor.qr} />
      <div className="flex min-w-0 grow flex-col gap-4">
        <p>{m.factor.scan}</p>
        <div className="flex flex-wrap items-center gap-2">
          <code className="rounded-lg bg-hover px-3 py-1.5 font-mono text-sm break-all select-all">
            {setup.secret.replace(/(.{4})(?=.)/g, "$1 ")}
          </code>
          <CopyButton text={setup.secret} />
        </div>
        <form onSubmit={submit} className="flex flex-col gap-3">
          <Trouble error={isWrong ? null : turnOn.error} fields={["/code"]} />
          <Field
            label={m.factor.firstCode}
            name="code"
            autoComplete="one-time-code"
            inputMode="numeric"
            required
            maxLength={20}
            className="max-w-48 font-mono text-lg tracking-[0.25em]"
            value={code}
            error={isWrong ? m.factor.wrongCode : fieldError(turnOn.error, "/code")}
            onChange={(event) => setCode(event.target.value)}
          />
          <FormButtons busy={turnOn.isPending} onClose={onClose}>
            {m.factor.turnOn}
          </FormButtons>
        </form>
      </div>
    </div>
  );
}
