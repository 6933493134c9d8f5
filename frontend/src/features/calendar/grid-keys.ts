import { type KeyboardEvent, useCallback, useEffect, useRef } from "react";
import { dayOfKey } from "@/components/ui/month-grid";
import { type Clockwork, type Day, longDay } from "@/lib/time";
import type { Entry } from "./entries";
import { m } from "./messages";
import type { MoveEntry } from "./use-move";

interface GridKeys {
  readonly day: Day;
  readonly clockwork: Clockwork;
  readonly onDay: (day: Day) => void;
  readonly onOpen: (day: Day) => void;
  readonly move: MoveEntry;
}

/**
 * Keys of a grid of days (ARIA grid pattern): one day has the focus and takes the keys; the focus
 * goes with the day, and with a task that is moved. The grid's element takes `frame`.
 */
export function useGridKeys({ day, clockwork, onDay, onOpen, move }: GridKeys) {
  const grid = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    const target = wanted.current === null ? null : grid.current?.querySelector(wanted.current);
    if (!(target instanceof HTMLElement)) return; // it comes with the next data
    wanted.current = null;
    target.focus();
  });
  const goTo = useCallback(
    (next: Day) => {
      wanted.current = `[data-day="${next}"]`;
      onDay(next);
    },
    [onDay],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isOnDay = event.target instanceof HTMLElement && event.target.dataset.day !== undefined;
    if (event.key === "Enter" && isOnDay) {
      event.preventDefault();
      onOpen(day);
      return;
    }
    const next = dayOfKey(event, day, clockwork.week_start);
    if (next === undefined) return;
    event.preventDefault();
    goTo(next);
  };
  const moveEntry = useCallback(
    (entry: Entry, to: Day) => {
      wanted.current = `[data-entry="${CSS.escape(entry.key)}"][data-on="${to}"]`;
      move(entry, to);
      onDay(to);
    },
    [move, onDay],
  );
  const frame = {
    ref: grid,
    tabIndex: -1,
    "aria-describedby": "calendar-keys",
    onKeyDown,
  } as const;
  return { grid, frame, moveEntry };
}

/** What the cell of a day says of itself: which day it is, how much is on it, whether it is chosen. */
export function dayCell(cell: Day, { day, today }: { day: Day; today: Day }, count: number) {
  const name = m.cell(longDay(cell), count);
  return {
    tabIndex: cell === day ? 0 : -1,
    "data-day": cell,
    "aria-label": cell === today ? m.isToday(name) : name,
    "aria-selected": cell === day,
    "aria-current": cell === today ? "date" : undefined,
  } as const;
}
