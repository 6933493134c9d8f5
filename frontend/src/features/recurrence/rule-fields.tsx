import { Choices, INLINE, Toggle } from "@/components/ui/choice";
import { NumberInput } from "@/components/ui/number-input";
import {
  FREQS,
  type Freq,
  longestOf,
  plainRule,
  type Rule,
  WEEKDAYS,
  type Weekday,
  weekdayOf,
} from "@/lib/rrule";
import { monthName, weekdayName } from "@/lib/rule-words";
import type { Clockwork } from "@/lib/time";
import { weekDays } from "@/lib/time";
import { type Draft, PRESETS, presetOf, presetRule, withRule } from "./draft";
import { m } from "./messages";
import { MonthDayField } from "./month-day-field";

export interface RuleFieldsProps {
  readonly draft: Draft;
  /** The day that it starts on. */
  readonly start: string;
  readonly isTimed: boolean;
  readonly clockwork: Clockwork;
  readonly onChange: (draft: Draft) => void;
}

/** How often, and on which days: by a click for what is common, else part by part. */
export function RuleFields(props: RuleFieldsProps) {
  const { draft, start, isTimed, clockwork, onChange } = props;
  const { rule } = draft;
  const change = (part: Partial<Rule>): void => onChange(withRule(draft, part));
  const changeFreq = (freq: Freq): void =>
    change({ ...plainRule(freq, start, rule.weekStart), interval: rule.interval, end: rule.end });
  const preset = presetOf(draft, start);
  const freqs = FREQS.filter((freq) => isTimed || freq !== "HOURLY" || rule.freq === freq);
  return (
    <>
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{m.presets}</legend>
        {PRESETS.map((each) => (
          <Toggle
            key={each}
            isOn={preset === each}
            onToggle={() => change(presetRule(each, start, rule))}
          >
            {m.preset[each]}
          </Toggle>
        ))}
      </fieldset>
      <div className="flex flex-wrap items-center gap-2">
        <span aria-hidden className="text-sm font-semibold">
          {m.every}
        </span>
        <NumberInput
          label={`${m.every}: ${m.interval}`}
          value={rule.interval}
          onChange={(interval) => change({ interval })}
        />
        <select
          aria-label={m.unit}
          value={rule.freq}
          onChange={({ currentTarget: { value } }) =>
            changeFreq(FREQS.find((freq) => freq === value) ?? rule.freq)
          }
          className={INLINE}
        >
          {freqs.map((freq) => (
            <option key={freq} value={freq}>
              {m.units[freq](rule.interval)}
            </option>
          ))}
        </select>
      </div>
      {draft.anchor === "schedule" ? (
        <Days rule={rule} start={start} clockwork={clockwork} onChange={change} />
      ) : null}
    </>
  );
}

interface DaysProps {
  readonly rule: Rule;
  readonly start: string;
  readonly clockwork: Clockwork;
  readonly onChange: (part: Partial<Rule>) => void;
}

function Days({ rule, start, clockwork, onChange }: DaysProps) {
  if (rule.freq === "WEEKLY") {
    return <Weekdays rule={rule} clockwork={clockwork} onChange={onChange} />;
  }
  if (rule.freq !== "MONTHLY" && rule.freq !== "YEARLY") return null;
  const [month = 1] = rule.months;
  const longest = rule.freq === "YEARLY" ? longestOf(month) : 31;
  const day = Number(start.slice(8, 10));
  const nth = day > 28 ? -1 : (([1, 2, 3, 4] as const)[Math.ceil(day / 7) - 1] ?? 1);
  return (
    <>
      {rule.freq === "YEARLY" ? (
        <label className="flex items-center gap-2 text-sm font-semibold">
          {m.inMonth}
          <select
            value={month}
            onChange={({ currentTarget: { value } }) => onChange(inMonth(rule, Number(value)))}
            className={`${INLINE} text-[0.9375rem] font-normal`}
          >
            {MONTHS.map((each) => (
              <option key={each} value={each}>
                {monthName(each)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <MonthDayField
        rule={rule}
        longest={longest}
        day={Math.min(day, longest)}
        nth={nth}
        weekday={weekdayOf(start)}
        onChange={(monthDay) => onChange({ monthDay })}
      />
    </>
  );
}

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

/** The rule in another month: a 31st in a month without one is its last day there. */
function inMonth({ monthDay: on }: Rule, month: number): Partial<Rule> {
  if (on.kind !== "day") return { months: [month] };
  return { months: [month], monthDay: { ...on, day: Math.min(on.day, longestOf(month)) } };
}

function Weekdays({ rule, clockwork, onChange }: Omit<DaysProps, "start">) {
  const days = weekDays(clockwork.week_start).flatMap((number) => WEEKDAYS[number - 1] ?? []);
  const toggle = (day: Weekday): void => {
    const has = rule.weekdays.includes(day);
    const weekdays = has ? rule.weekdays.filter((each) => each !== day) : [...rule.weekdays, day];
    // A week without any day is no rule: the last one stays.
    if (weekdays.length > 0) onChange({ weekdays });
  };
  return (
    <Choices legend={m.weekdays}>
      <div className="flex flex-wrap gap-1.5">
        {days.map((day) => (
          <Toggle
            key={day}
            round
            isOn={rule.weekdays.includes(day)}
            onToggle={() => toggle(day)}
            label={weekdayName(day)}
          >
            {weekdayName(day, "short").replace(".", "").slice(0, 2)}
          </Toggle>
        ))}
      </div>
      {rule.interval > 1 ? (
        <p className="mt-1 text-sm text-muted">{m.weekStart(weekdayName(rule.weekStart))}</p>
      ) : null}
    </Choices>
  );
}
