import { useChangeMe } from "@/api/me/change-me";
import { useMe } from "@/api/me/get-me";
import type { MeOut } from "@/api/schema.gen";
import { Row, Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { Trouble } from "@/components/ui/trouble";
import { m } from "../messages";
import { WEEKDAYS, weekdayName } from "../parts/weekdays";
import { timeExample } from "./zones";

/** How days and times are written. */
export function TimeSection() {
  const me = useMe();
  const change = useChangeMe();
  return (
    <Section title={m.profile.timesTitle}>
      <Trouble error={change.error} />
      <Row label={m.profile.timeFormat} htmlFor="time-format">
        <Select
          id="time-format"
          value={me.time_format}
          onChange={(event) =>
            change.mutate({ time_format: event.target.value as MeOut["time_format"] })
          }
        >
          {(["24h", "12h"] as const).map((each) => (
            <option key={each} value={each}>
              {timeExample(each)}
            </option>
          ))}
        </Select>
      </Row>
      <Row label={m.profile.weekStart} hint={m.profile.weekStartHint} htmlFor="week-start">
        <Select
          id="week-start"
          aria-describedby="week-start-hint"
          value={me.week_start}
          onChange={(event) =>
            change.mutate({ week_start: event.target.value as MeOut["week_start"] })
          }
        >
          {WEEKDAYS.map((day) => (
            <option key={day} value={day}>
              {weekdayName(day)}
            </option>
          ))}
        </Select>
      </Row>
    </Section>
  );
}
