import { useChangeMe } from "@/api/me/change-me";
import { useMe } from "@/api/me/get-me";
import { Row, Section } from "@/components/ui/section";
import { Trouble } from "@/components/ui/trouble";
import { Switch } from "../parts/switch";
import { TimeInput } from "../parts/time-input";
import { m } from "./messages";

const USUAL = { from: "22:00", until: "07:00" } as const;

/** Hours in which nothing comes; what would have, comes after them in one message. */
export function QuietSection() {
  const { quiet_hours: quiet } = useMe();
  const change = useChangeMe();
  return (
    <Section title={m.quiet.title} text={m.quiet.text}>
      <Trouble error={change.error} />
      <Row label={m.quiet.on} htmlFor="quiet">
        <Switch
          id="quiet"
          checked={quiet !== null}
          onChange={(isOn) => change.mutate({ quiet_hours: isOn ? USUAL : null })}
        />
      </Row>
      {quiet ? (
        <>
          <Row label={m.quiet.from} htmlFor="quiet-from">
            <TimeInput
              id="quiet-from"
              value={quiet.from}
              onSave={(from) => change.mutate({ quiet_hours: { ...quiet, from } })}
            />
          </Row>
          <Row label={m.quiet.until} htmlFor="quiet-until">
            <TimeInput
              id="quiet-until"
              value={quiet.until}
              onSave={(until) => change.mutate({ quiet_hours: { ...quiet, until } })}
            />
          </Row>
        </>
      ) : null}
    </Section>
  );
}
