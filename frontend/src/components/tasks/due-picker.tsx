import { useQuery } from "@tanstack/react-query";
import { CalendarOff, CalendarPlus, Sun, Sunrise } from "lucide-react";
import { type FormEvent, type ReactNode, useDeferredValue, useId, useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { DueIn, TaskOut } from "@/api/schema.gen";
import { parseOptions } from "@/api/words/parse-words";
import { Button } from "@/components/ui/button";
import { DatePicker } from "@/components/ui/date-picker";
import { wordsOf } from "@/components/ui/error-note";
import { INPUT } from "@/components/ui/field";
import { cn } from "@/lib/cn";
import { addDays, dayIn, dueDay, formatDay, sayWall } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "@/messages/picker";
import { nextMonday, wallOfDue } from "./due-words";
import type { PickerProps } from "./picker-props";
import { useTaskActions } from "./use-task-actions";

/** When tasks are due: near days, a month, a time, or plain words. */
export function DuePicker({ tasks, onDone }: PickerProps) {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const actions = useTaskActions();
  const [only] = tasks.length === 1 ? tasks : [];
  const due = only?.due ?? null;
  const [time, setTime] = useState(due?.datetime_local?.slice(11, 16) ?? "");
  const day = due ? dueDay(due) : null;

  const toDay = (to: string): void => {
    actions.toDay(tasks, to);
    onDone();
  };
  const set = (to: DueIn | null): void => {
    actions.due(tasks, to);
    onDone();
  };
  const pick = (to: string): void => {
    if (time === "" && only === undefined) toDay(to);
    else set(dueOf(to, time, only));
  };

  return (
    <div className="flex flex-col gap-1">
      <Words onPick={set} />
      <div className="flex flex-col">
        <Quick icon={<Sun aria-hidden size={16} />} note={today} onClick={() => toDay(today)}>
          {m.today}
        </Quick>
        <Quick
          icon={<Sunrise aria-hidden size={16} />}
          note={addDays(today, 1)}
          onClick={() => toDay(addDays(today, 1))}
        >
          {m.tomorrow}
        </Quick>
        <Quick
          icon={<CalendarPlus aria-hidden size={16} />}
          note={nextMonday(today)}
          onClick={() => toDay(nextMonday(today))}
        >
          {m.nextWeek}
        </Quick>
        {due ? (
          <Quick icon={<CalendarOff aria-hidden size={16} />} onClick={() => set(null)}>
            {m.noDate}
          </Quick>
        ) : null}
      </div>
      <div className="mt-1 border-t border-line pt-2">
        <DatePicker value={day} today={today} weekStart={me.week_start} onPick={pick} />
      </div>
      <TimeField time={time} onTime={setTime} onSet={() => pick(day ?? today)} />
    </div>
  );
}

function dueOf(day: string, time: string, task: TaskOut | undefined): DueIn {
  if (time === "") return { date: day };
  const zone = task?.due?.zone;
  return { datetime_local: `${day}T${time}:00`, ...(zone ? { zone } : {}) };
}

function Quick({
  icon,
  note,
  onClick,
  children,
}: {
  readonly icon: ReactNode;
  readonly note?: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex items-center gap-2.5 rounded-md px-2.5 py-1.5 text-left text-[0.9375rem] hover:bg-hover focus-visible:-outline-offset-2 pointer-coarse:py-3"
    >
      <span className="text-muted">{icon}</span>
      <span className="grow">{children}</span>
      {note ? (
        <span aria-hidden className="text-sm text-muted">
          {formatDay(note, { weekday: "short", day: "numeric", month: "short" })}
        </span>
      ) : null}
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
        className={cn(INPUT, "w-28 py-1")}
      />
      <Button size="small" type="submit">
        {m.setTime}
      </Button>
    </form>
  );
}

function Words({ onPick }: { readonly onPick: (due: DueIn) => void }) {
  const me = useMe();
  const [text, setText] = useState("");
  const settled = useDeferredValue(text.trim());
  const { data, error } = useQuery({ ...parseOptions(settled, []), enabled: settled !== "" });
  const isRead = data !== undefined && settled === text.trim();
  const due = settled !== "" ? data?.task.due : null;
  const told = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isRead && due) onPick(due);
  };
  return (
    <form onSubmit={submit}>
      <input
        aria-label={m.inWordsLabel}
        aria-describedby={told}
        placeholder={m.inWords}
        className={cn(INPUT, "py-1.5")}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
      />
      <div id={told} role="status" className="text-sm">
        {due ? (
          <Button look="quiet" size="small" type="submit" className="mt-1 text-accent">
            {sayWall(wallOfDue(due), me)}
          </Button>
        ) : null}
        {data?.task.recurrence && settled ? (
          <p className="px-2.5 py-1 text-muted">{m.onlyDate}</p>
        ) : null}
        {settled && isRead && !due ? (
          <p className="px-2.5 py-1 text-muted">{m.noDateInWords}</p>
        ) : null}
        {error && settled ? <p className="px-2.5 py-1 text-danger">{wordsOf(error)}</p> : null}
      </div>
    </form>
  );
}
