import { type FormEvent, useState } from "react";
import { useTurnOffSecondFactor } from "@/api/security/second-factor";
import { Field } from "@/components/ui/field";
import { FormButtons } from "@/components/ui/form-buttons";
import { Trouble } from "@/components/ui/trouble";
import { Problem } from "@/lib/problem";
import { toast } from "@/lib/toasts";
import { m } from "./messages";

const IS_CODE = /^[\d\s]+$/;

/** A code of the app, or a recovery code, turns the second factor off. */
export function TurnOffForm({ onClose }: { readonly onClose: () => void }) {
  const [code, setCode] = useState("");
  const turnOff = useTurnOffSecondFactor();
  const isWrong = turnOff.error instanceof Problem && turnOff.error.code === "auth.bad_credentials";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const given = code.trim();
    turnOff.mutate(IS_CODE.test(given) ? { code: given } : { recovery_code: given }, {
      onSuccess: () => toast({ text: m.factor.isOff }),
    });
  };
  return (
    <form onSubmit={submit} className="flex max-w-md flex-col gap-3">
      <Trouble error={isWrong ? null : turnOff.error} />
      <Field
        label={m.factor.codeOrRecovery}
        hint={m.factor.offHint}
        name="code"
        autoComplete="one-time-code"
        autoFocus
        required
        maxLength={64}
        value={code}
        error={isWrong ? m.factor.wrongCode : undefined}
        onChange={(event) => setCode(event.target.value)}
      />
      <FormButtons look="danger" busy={turnOff.isPending} onClose={onClose}>
        {m.factor.turnOff}
      </FormButtons>
    </form>
  );
}
