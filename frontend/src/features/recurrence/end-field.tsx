import { Choice, Choices, INLINE } from "@/components/ui/choice";
import { NumberInput } from "@/components/ui/number-input";
import type { Rule, RuleEnd } from "@/lib/rrule";
import { addDays } from "@/lib/time";
import { m } from "./messages";

const QUARTER_DAYS = 91;
const SOME_TIMES = 10;

/** When it ends: never, on a day, or after so many. */
export function EndField({
  end,
  start,
  onChange,
}: {
  readonly end: Rule["end"];
  readonly start: string;
  readonly onChange: (end: RuleEnd) => void;
}) {
  const day = end.kind === "until" ? end.day : addDays(start, QUARTER_DAYS);
  const count = end.kind === "count" ? end.count : SOME_TIMES;
  return (
    <Choices legend={m.ends}>
      <Choice
        name="end"
        label={m.endNever}
        checked={end.kind === "never"}
        onChoose={() => onChange({ kind: "never" })}
      />
      <Choice
        name="end"
        label={m.endUntil}
        checked={end.kind === "until"}
        onChoose={() => onChange({ kind: "until", day })}
      >
        <input
          type="date"
          aria-label={m.endUntilDay}
          value={day}
          min={start}
          onChange={({ currentTarget: { value } }) => {
            if (value) onChange({ kind: "until", day: value });
          }}
          className={INLINE}
        />
      </Choice>
      <Choice
        name="end"
        label={m.endCount}
        checked={end.kind === "count"}
        onChoose={() => onChange({ kind: "count", count })}
      >
        <NumberInput
          label={m.endCountNumber}
          value={count}
          onChange={(value) => onChange({ kind: "count", count: value })}
        />
        <span>{m.endTimes}</span>
      </Choice>
    </Choices>
  );
}
