import { CalendarOff, CalendarPlus, Sun, Sunrise } from "lucide-react";
import { type FormEvent, type ReactNode, useId, useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { DueIn, DueOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { DatePicker } from "@/components/ui/date-picker";
import { INPUT } from "@/components/ui/field";
import { cn } from "@/lib/cn";
import { addDays, type Day, dayIn, dueDay, formatDay } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "@/messages/picker";
import { nextMonday } from "./due-words";
import { WhenWords } from "./when-words";

/** A day, and perhaps a time: near days, a month, or plain words. */
export function WhenPicker({
  value,
  onPick,
  onDay,
  hint,
}: {
  readonly value: DueOut | null;
  readonly onPick: (due: DueIn | null) => void;
  /** A day without a time, where each of several tasks keeps its own. */
  readonly onDay?: (day: Day) => void;
  readonly hint?: string;
}) {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const [time, setTime] = useState(value?.datetime_local?.slice(11, 16) ?? "");
  const day = value === null ? null : dueDay(value);
  const zone = value?.zone ?? null;
  const pick = (on: Day, at = time): void => {
    if (at !== "") onPick({ datetime_local: `${on}T${at}:00`, ...(zone ? { zone } : {}) });
    else if (onDay) onDay(on);
    else onPick({ date: on });
  };
  return (
    <div className="flex flex-col gap-1">
      <WhenWords onPick={(due) => onPick(inZone(due, zone))} />
      <div className="flex flex-col">
        <Quick icon={<Sun aria-hidden size={16} />} day={today} onPick={pick}>
          {m.today}
        </Quick>
        <Quick icon={<Sunrise aria-hidden size={16} />} day={addDays(today, 1)} onPick={pick}>
          {m.tomorrow}
        </Quick>
        <Quick icon={<CalendarPlus aria-hidden size={16} />} day={nextMonday(today)} onPick={pick}>
          {m.nextWeek}
        </Quick>
        {value ? (
          <button type="button" className={QUICK} onClick={() => onPick(null)}>
            <CalendarOff aria-hidden size={16} className="text-muted" />
            {m.noDate}
          </button>
        ) : null}
      </div>
      <div className="mt-1 border-t border-line pt-2">
        <DatePicker value={day} today={today} weekStart={me.week_start} onPick={pick} />
      </div>
      <TimeField time={time} onTime={setTime} onSet={() => pick(day ?? today)} />
      {value?.datetime_local && day !== null ? (
        <Button
          look="quiet"
          size="small"
          className="self-end text-muted"
          onClick={() => pick(day, "")}
        >
          {m.clearTime}
        </Button>
      ) : null}
      {zone ? <p className={HINT}>{m.inZone(zone)}</p> : null}
      {hint ? <p className={HINT}>{hint}</p> : null}
    </div>
  );
}

const HINT = "px-2.5 text-sm text-muted";
const QUICK =
  "flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left text-[0.9375rem] hover:bg-hover focus-visible:-outline-offset-2 pointer-coarse:py-3";

/** Words that name no zone mean that of the task. */
const inZone = (due: DueIn, zone: string | null): DueIn =>
  due.datetime_local && !due.zone && zone ? { ...due, zone } : due;

/** A near day, with its date. */
function Quick({
  icon,
  day,
  onPick,
  children,
}: {
  readonly icon: ReactNode;
  readonly day: Day;
  readonly onPick: (day: Day) => void;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" onClick={() => onPick(day)} className={QUICK}>
      <span className="text-muted">{icon}</span>
      <span className="grow">{children}</span>
      <span aria-hidden className="text-sm text-muted">
        {formatDay(day, { weekday: "short", day: "numeric", month: "short" })}
      </span>
    </button>
  );
}

function TimeField({
  time,
  onTime,
  onSet,
}: {
  readonly time: string;
  readonly onTime: (time: string) => void;
  readonly onSet: () => void;
}) {
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSet();
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-2 px-2.5 pt-1 pb-0.5">
      <label htmlFor={id} className="grow text-[0.9375rem]">
        {m.time}
      </label>
      <input
        id={id}
        type="time"
        value={time}
        onChange={(event) => onTime(event.target.value)}
        className={cn(INPUT, "w-32 py-1")}
      />
      <Button size="small" type="submit">
        {m.setTime}
      </Button>
    </form>
  );
}
