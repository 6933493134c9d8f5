import { Choice, Choices, INLINE } from "@/components/ui/choice";
import { NumberInput } from "@/components/ui/number-input";
import { type MonthDay, meetsShortMonths, NTHS, type Nth, type Rule, WEEKDAYS } from "@/lib/rrule";
import { weekdayName } from "@/lib/rule-words";
import { m } from "./messages";

const NTH_NAMES: Readonly<Record<Nth, string>> = {
  1: m.nths.first,
  2: m.nths.second,
  3: m.nths.third,
  4: m.nths.fourth,
  [-1]: m.nths.last,
};
const WORKDAY = "workday";

interface MonthDayProps {
  readonly rule: Rule;
  readonly longest: number;
  /** What each kind begins with when it is chosen. */
  readonly day: number;
  readonly nth: Nth;
  readonly weekday: (typeof WEEKDAYS)[number];
  readonly onChange: (monthDay: MonthDay) => void;
}

/** Which day of the month: by its number, the last, or one of its weekdays. */
export function MonthDayField({ rule, longest, day, nth, weekday, onChange }: MonthDayProps) {
  const { monthDay: on } = rule;
  const isNth = on.kind === "nth" || on.kind === "workday";
  const shown = {
    day: on.kind === "day" ? on.day : day,
    nth: isNth ? on.nth : nth,
    weekday: on.kind === "nth" ? on.weekday : weekday,
  };
  const chooseNth = (each: Nth, name: string): void => {
    const found = WEEKDAYS.find((one) => one === name);
    if (found !== undefined) onChange({ kind: "nth", nth: each, weekday: found });
    else onChange({ kind: "workday", nth: each === -1 ? -1 : 1 });
  };
  const choseDay = (number: number): void =>
    onChange({ kind: "day", day: number, short: on.kind === "day" ? on.short : "last" });
  return (
    <>
      <Choices legend={m.whichDay}>
        <Choice
          name="month-day"
          label={m.theDay}
          checked={on.kind === "day"}
          onChoose={() => choseDay(shown.day)}
        >
          <NumberInput label={m.dayOfMonth} value={shown.day} most={longest} onChange={choseDay} />
        </Choice>
        <Choice
          name="month-day"
          label={m.lastDay}
          checked={on.kind === "last"}
          onChoose={() => onChange({ kind: "last" })}
        />
        <Choice
          name="month-day"
          label={m.theNth}
          checked={isNth}
          onChoose={() => chooseNth(shown.nth, shown.weekday)}
        >
          <select
            aria-label={m.whichNth}
            value={shown.nth}
            onChange={({ currentTarget: { value } }) =>
              chooseNth(
                NTHS.find((each) => each === Number(value)) ?? 1,
                on.kind === "workday" ? WORKDAY : shown.weekday,
              )
            }
            className={INLINE}
          >
            {NTHS.filter((each) => on.kind !== "workday" || Math.abs(each) === 1).map((each) => (
              <option key={each} value={each}>
                {NTH_NAMES[each]}
              </option>
            ))}
          </select>
          <select
            aria-label={m.whichWeekday}
            value={on.kind === "workday" ? WORKDAY : shown.weekday}
            onChange={({ currentTarget: { value } }) => chooseNth(shown.nth, value)}
            className={INLINE}
          >
            {WEEKDAYS.map((each) => (
              <option key={each} value={each}>
                {weekdayName(each)}
              </option>
            ))}
            <option value={WORKDAY}>{m.workday}</option>
          </select>
        </Choice>
      </Choices>
      <ShortMonths rule={rule} onChange={onChange} />
    </>
  );
}

/** What happens where the day is missing: nobody should find out in February. */
function ShortMonths({ rule, onChange }: Pick<MonthDayProps, "rule" | "onChange">) {
  const { monthDay: on } = rule;
  if (on.kind !== "day" || !meetsShortMonths(rule)) return null;
  const isYearly = rule.freq === "YEARLY";
  return (
    <Choices
      legend={isYearly ? m.shortYears : m.shortMonths(on.day)}
      className="animate-fade rounded-xl bg-accent-soft px-4 py-3"
    >
      <Choice
        name="short-months"
        label={isYearly ? m.shortYearsLast : m.shortLast}
        checked={on.short === "last"}
        onChoose={() => onChange({ ...on, short: "last" })}
      />
      <Choice
        name="short-months"
        label={isYearly ? m.shortYearsSkip : m.shortSkip}
        checked={on.short === "skip"}
        onChoose={() => onChange({ ...on, short: "skip" })}
      />
    </Choices>
  );
}
