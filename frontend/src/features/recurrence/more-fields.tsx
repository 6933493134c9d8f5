import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Choices, INLINE, Toggle } from "@/components/ui/choice";
import { monthName } from "@/lib/rule-words";
import { type Clockwork, formatTime, sayWall } from "@/lib/time";
import { type Draft, withDate, withRule } from "./draft";
import { m } from "./messages";
import type { RuleFieldsProps } from "./rule-fields";

const MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);
const HOURS = Array.from({ length: 24 }, (_, index) => index);

/** What few rules need: seasons, several times a day, single dates, subtasks. */
export function MoreFields(props: RuleFieldsProps & { readonly dtstart: string }) {
  const { draft, isTimed, onChange } = props;
  const { rule } = draft;
  const hasDays = !draft.isTyped && draft.anchor === "schedule" && rule.freq !== "HOURLY";
  return (
    <>
      {hasDays && rule.freq !== "YEARLY" ? <Season draft={draft} onChange={onChange} /> : null}
      {hasDays && isTimed ? <Times {...props} /> : null}
      <Dates
        {...props}
        kind="exdates"
        label={m.exdates}
        add={m.leaveOut}
        button={m.leaveOutButton}
      />
      <Dates {...props} kind="rdates" label={m.rdates} add={m.addDate} button={m.addDateButton} />
      <label className="flex min-h-8 cursor-pointer items-center gap-2.5">
        <input
          type="checkbox"
          checked={draft.resetSubtasks}
          onChange={({ currentTarget: { checked } }) =>
            onChange({ ...draft, resetSubtasks: checked })
          }
          className="size-4 shrink-0 accent-accent"
        />
        {m.resetSubtasks}
      </label>
    </>
  );
}

function Season({ draft, onChange }: Pick<RuleFieldsProps, "draft" | "onChange">) {
  const { months } = draft.rule;
  const toggle = (month: number): void => {
    const has = months.includes(month);
    const next = has ? months.filter((each) => each !== month) : [...months, month];
    onChange(withRule(draft, { months: next.sort((one, other) => one - other) }));
  };
  return (
    <Choices legend={m.season}>
      <div className="grid grid-cols-4 gap-1.5 sm:grid-cols-6">
        {MONTHS.map((month) => (
          <Toggle
            key={month}
            isOn={months.includes(month)}
            onToggle={() => toggle(month)}
            label={monthName(month)}
          >
            {monthName(month, "short")}
          </Toggle>
        ))}
      </div>
      <p className="text-sm text-muted">{m.seasonHint}</p>
    </Choices>
  );
}

function Times({
  draft,
  dtstart,
  clockwork,
  onChange,
}: RuleFieldsProps & { readonly dtstart: string }) {
  const { hours } = draft.rule;
  const minute = hours.length > 0 ? draft.rule.minute : Number(dtstart.slice(14, 16));
  const say = (hour: number): string => {
    const [clock, of] = [hour, minute].map((each) => String(each).padStart(2, "0"));
    return formatTime(`2024-01-01T${clock}:${of}:00`, clockwork);
  };
  const set = (next: readonly number[]): void => {
    const ordered = [...new Set(next)].sort((one, other) => one - other);
    onChange(withRule(draft, { hours: ordered, minute: ordered.length > 0 ? minute : 0 }));
  };
  // The first one that is added comes beside the time that it is due anyway.
  const add = (hour: number): void =>
    set([...(hours.length > 0 ? hours : [Number(dtstart.slice(11, 13))]), hour]);
  return (
    <Choices legend={m.times}>
      <div className="flex flex-wrap items-center gap-1.5">
        {hours.map((hour) => (
          <Chip
            key={hour}
            text={say(hour)}
            onRemove={() => set(hours.filter((each) => each !== hour))}
          />
        ))}
        <select
          aria-label={m.addTime}
          value=""
          onChange={({ currentTarget: { value } }) => add(Number(value))}
          className={INLINE}
        >
          <option value="" disabled>
            {m.addTime}
          </option>
          {HOURS.filter((hour) => !hours.includes(hour)).map((hour) => (
            <option key={hour} value={hour}>
              {say(hour)}
            </option>
          ))}
        </select>
      </div>
      <p className="text-sm text-muted">{m.timesHint(formatTime(dtstart, clockwork))}</p>
    </Choices>
  );
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  return (
    <span className="inline-flex h-8 items-center gap-1 rounded-full bg-accent-soft pr-1 pl-3 text-sm">
      {text}
      <button
        type="button"
        aria-label={m.remove(text)}
        onClick={onRemove}
        className="flex size-6 items-center justify-center rounded-full hover:bg-hover"
      >
        <X aria-hidden size={14} />
      </button>
    </span>
  );
}

interface DatesProps {
  readonly draft: Draft;
  readonly dtstart: string;
  readonly isTimed: boolean;
  readonly clockwork: Clockwork;
  readonly onChange: (draft: Draft) => void;
  readonly kind: "exdates" | "rdates";
  readonly label: string;
  readonly add: string;
  readonly button: string;
}

/** Dates beside the rule, each of which can be taken out again. */
function Dates({
  draft,
  dtstart,
  isTimed,
  clockwork,
  onChange,
  kind,
  label,
  add,
  button,
}: DatesProps) {
  const [typed, setTyped] = useState("");
  const dates = draft[kind];
  const enter = (): void => {
    if (!typed) return;
    onChange({ ...draft, [kind]: withDate(dates, typed.length === 16 ? `${typed}:00` : typed) });
    setTyped("");
  };
  return (
    <Choices legend={label}>
      <div className="flex flex-wrap items-center gap-1.5">
        {dates.map((date) => (
          <Chip
            key={date}
            text={sayWall(date, clockwork)}
            onRemove={() => onChange({ ...draft, [kind]: dates.filter((each) => each !== date) })}
          />
        ))}
        {dates.length === 0 ? <span className="mr-1 text-sm text-muted">{m.noDates}</span> : null}
        <input
          type={isTimed ? "datetime-local" : "date"}
          aria-label={add}
          value={typed}
          min={dtstart.slice(0, isTimed ? 16 : 10)}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
          className={INLINE}
        />
        <Button size="small" disabled={!typed} onClick={enter}>
          {button}
        </Button>
      </div>
    </Choices>
  );
}
