import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type FormEvent, useEffect, useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { DueIn } from "@/api/schema.gen";
import { parseOptions } from "@/api/words/parse-words";
import { Button } from "@/components/ui/button";
import { wordsOf } from "@/components/ui/error-note";
import { Field, INPUT } from "@/components/ui/field";
import { addDays, dayIn, sayDue, sayWall } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "./messages";
import type { WhenPickerProps } from "./when-field";

const PAUSE_MS = 250;

/** A day, and perhaps a time: in words that the server reads, or by the browser's own fields. */
export function WhenPicker({ value, onPick, hint }: WhenPickerProps) {
  const [day, setDay] = useState(value?.date ?? value?.datetime_local?.slice(0, 10) ?? "");
  const [time, setTime] = useState(value?.datetime_local?.slice(11, 16) ?? "");
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const zone = value?.zone ?? null;
  const at = (on: string): DueIn =>
    time === ""
      ? { date: on }
      : { datetime_local: `${on}T${time}:00`, ...(zone === null ? {} : { zone }) };
  const quick = [
    [m.when.today, today],
    [m.when.tomorrow, addDays(today, 1)],
    [m.when.nextWeek, addDays(today, 7)],
  ] as const;
  return (
    <div className="flex flex-col gap-4">
      <Words onPick={onPick} />
      <div className="flex flex-wrap gap-1.5">
        {quick.map(([name, on]) => (
          <Button key={name} size="small" onClick={() => onPick(at(on))}>
            {name}
          </Button>
        ))}
      </div>
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          onPick(at(day));
        }}
      >
        <div className="grid grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)] gap-2.5">
          <Field
            label={m.when.date}
            type="date"
            className="px-2"
            required
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
          <Field
            label={m.when.time}
            type="time"
            className="px-2"
            value={time}
            onChange={(event) => setTime(event.target.value)}
          />
        </div>
        <p className="text-sm text-muted">{zone ? m.when.zone(zone) : m.when.timeHint}</p>
        {hint ? <p className="text-sm text-muted">{hint}</p> : null}
        <div className="flex justify-between gap-2">
          <Button look="quiet" onClick={() => onPick(null)} disabled={value === null}>
            {m.when.remove}
          </Button>
          <Button type="submit" disabled={day === ""}>
            {m.when.save}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** “tomorrow 5pm”: shows what the server understands before it is kept. */
function Words({ onPick }: { readonly onPick: (due: DueIn) => void }) {
  const [words, setWords] = useState("");
  const asked = useLater(words.trim(), PAUSE_MS);
  const { data, error } = useQuery({
    ...parseOptions(asked, []),
    enabled: asked !== "",
    placeholderData: keepPreviousData,
  });
  const read = asked === "" ? undefined : data;
  const due = read?.task.due ?? null;
  const me = useMe();
  const now = useNow();
  const understood = (found: DueIn): string => {
    const whole = { date: null, datetime_local: null, zone: null, at: null, ...found };
    const wall = whole.datetime_local ?? whole.date ?? "";
    return m.when.understood(sayDue(whole, now, me), sayWall(wall.slice(0, 10), me));
  };
  const isCurrent = asked === words.trim();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (due !== null && isCurrent) onPick(due);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-1.5">
      <label className="flex flex-col gap-1.5 text-sm font-medium">
        {m.when.words}
        <input
          className={INPUT}
          placeholder={m.when.wordsHint}
          value={words}
          autoComplete="off"
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      <div role="status" className="text-sm text-muted">
        {error ? wordsOf(error) : null}
        {!error && read && due === null ? m.when.notUnderstood : null}
        {!error && read?.task.recurrence ? m.when.repeatsToo : null}
        {!error && due ? <span className="sr-only">{understood(due)}</span> : null}
      </div>
      {due === null ? null : (
        <Button
          type="submit"
          look="primary"
          disabled={!isCurrent}
          className="h-auto min-h-9 py-1.5 pointer-coarse:h-auto pointer-coarse:min-h-11"
        >
          {understood(due)}
        </Button>
      )}
    </form>
  );
}

/** The value, once it has been the same for a while. */
function useLater<T>(value: T, ms: number): T {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return later;
}
