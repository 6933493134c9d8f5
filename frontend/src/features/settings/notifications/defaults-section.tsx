import { useSuspenseQuery } from "@tanstack/react-query";
import { channelsOptions } from "@/api/channels/channels";
import { useChangeMe } from "@/api/me/change-me";
import { useMe } from "@/api/me/get-me";
import { Checkbox } from "@/components/ui/checkbox";
import { Row, Section } from "@/components/ui/section";
import { fieldError, Trouble } from "@/components/ui/trouble";
import { TimeInput } from "../parts/time-input";
import { m } from "./messages";
import { OffsetList } from "./offset-list";

const FIELDS = ["/default_reminders", "/all_day_default_reminders"];

/** What a task gets when nothing is said about its reminders. */
export function DefaultsSection() {
  const me = useMe();
  const { data: channels } = useSuspenseQuery(channelsOptions());
  const change = useChangeMe();
  const chosen = me.default_channels;
  const choose = (id: string, isOn: boolean): void =>
    change.mutate({
      default_channels: isOn ? [...chosen, id] : chosen.filter((each) => each !== id),
    });
  return (
    <Section title={m.defaults.title} text={m.defaults.text}>
      <Trouble error={change.error} fields={FIELDS} />
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{m.defaults.channels}</legend>
        <Checkbox
          label={m.mail(me.email)}
          checked={chosen.includes("email")}
          disabled={chosen.length === 1 && chosen[0] === "email"}
          onChange={(isOn) => choose("email", isOn)}
        />
        {channels.map((channel) => (
          <Checkbox
            key={channel.id}
            label={channel.name}
            hint={channel.enabled ? undefined : m.isOff}
            checked={chosen.includes(channel.id)}
            disabled={chosen.length === 1 && chosen[0] === channel.id}
            onChange={(isOn) => choose(channel.id, isOn)}
          />
        ))}
      </fieldset>
      <OffsetList
        label={m.defaults.timed}
        hint={m.defaults.timedHint}
        none={m.defaults.none}
        units={["minutes", "hours", "days", "weeks"]}
        offsets={me.default_reminders}
        error={offsetError(change.error, "/default_reminders")}
        onChange={(default_reminders) => change.mutate({ default_reminders })}
      />
      <OffsetList
        label={m.defaults.allDay}
        hint={m.defaults.allDayHint}
        none={m.defaults.none}
        units={["days", "weeks", "hours"]}
        offsets={me.all_day_default_reminders}
        error={offsetError(change.error, "/all_day_default_reminders")}
        onChange={(all_day_default_reminders) => change.mutate({ all_day_default_reminders })}
      />
      <Row label={m.defaults.time} hint={m.defaults.timeHint} htmlFor="all-day-time">
        <TimeInput
          id="all-day-time"
          value={me.all_day_reminder_time}
          onSave={(all_day_reminder_time) => change.mutate({ all_day_reminder_time })}
        />
      </Row>
    </Section>
  );
}

/** What is wrong with a list, or with one of its items. */
function offsetError(error: unknown, pointer: string): string | undefined {
  const at = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((index) =>
    fieldError(error, `${pointer}/${index}`),
  );
  return fieldError(error, pointer) ?? at.find((each) => each !== undefined);
}
