import { useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { SecondFactorSetupOut } from "@/api/schema.gen";
import { useBeginSecondFactor, useRenewRecoveryCodes } from "@/api/security/second-factor";
import { Button } from "@/components/ui/button";
import { Section } from "@/components/ui/section";
import { Trouble } from "@/components/ui/trouble";
import { m } from "./messages";
import { RecoveryCodes } from "./recovery-codes";
import { SecondFactorSetup } from "./second-factor-setup";
import { TurnOffForm } from "./turn-off-form";

const FEW = 3;

/** A code of an app beside the password. */
export function SecondFactorSection() {
  const { has_password, second_factor, recovery_codes } = useMe().sign_in_methods;
  const [setup, setSetup] = useState<SecondFactorSetupOut | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = useBeginSecondFactor();
  if (codes !== null) {
    return (
      <Section title={m.factor.title}>
        <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
      </Section>
    );
  }
  if (second_factor) return <TurnedOn left={recovery_codes} onCodes={setCodes} />;
  return (
    <Section
      title={m.factor.title}
      text={has_password ? m.factor.text : m.factor.needsPassword}
      actions={
        setup === null && has_password ? (
          <Button
            busy={begin.isPending}
            onClick={() => begin.mutate(undefined, { onSuccess: setSetup })}
          >
            {m.factor.turnOn}
          </Button>
        ) : null
      }
    >
      <Trouble error={begin.error} />
      {setup ? (
        <SecondFactorSetup
          setup={setup}
          onCodes={(made) => {
            setSetup(null);
            setCodes(made);
          }}
          onClose={() => setSetup(null)}
        />
      ) : null}
    </Section>
  );
}

function TurnedOn({
  left,
  onCodes,
}: {
  readonly left: number;
  readonly onCodes: (codes: readonly string[]) => void;
}) {
  const [isLeaving, setIsLeaving] = useState(false);
  const renew = useRenewRecoveryCodes();
  return (
    <Section title={m.factor.title} text={m.factor.isOn}>
      <p className={left <= FEW ? "text-danger" : ""}>{m.factor.left(left)}</p>
      <Trouble error={renew.error} />
      {isLeaving ? (
        <TurnOffForm onClose={() => setIsLeaving(false)} />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button
            busy={renew.isPending}
            onClick={() =>
              renew.mutate(undefined, { onSuccess: (answer) => onCodes(answer.recovery_codes) })
            }
          >
            {m.factor.renew}
          </Button>
          <Button look="quiet" className="text-danger" onClick={() => setIsLeaving(true)}>
            {m.factor.turnOff}
          </Button>
        </div>
      )}
    </Section>
  );
}
