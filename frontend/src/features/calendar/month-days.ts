import { addDays, type Clockwork, type Day, weekDays } from "@/lib/time";
import type { CalendarView } from "./search";

/** ISO number of its day of the week, 1 = Monday. */
export const weekdayOf = (day: Day): number => new Date(Date.parse(day)).getUTCDay() || 7;

/** The first day of the week that it is in. */
export function weekStartOf(day: Day, start: Clockwork["week_start"]): Day {
  return addDays(day, -weekDays(start).indexOf(weekdayOf(day)));
}

/** The seven days of the week that it is in. */
export function weekOf(day: Day, start: Clockwork["week_start"]): Day[] {
  const first = weekStartOf(day, start);
  return Array.from({ length: 7 }, (_, index) => addDays(first, index));
}

/** All weeks that have a day of its month. */
export function monthWeeks(day: Day, start: Clockwork["week_start"]): Day[][] {
  const month = day.slice(0, 7);
  const weeks = [weekOf(`${month}-01`, start)];
  for (;;) {
    const next = addDays(weeks.at(-1)?.[0] ?? day, 7);
    if (next.slice(0, 7) !== month) return weeks;
    weeks.push(weekOf(next, start));
  }
}

/** So many months later, on the last day of a month that is too short. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
  return addDays(first.toISOString().slice(0, 10), Math.min(date, last.getUTCDate()) - 1);
}

/** The day that a key leads to from another, as grids of days have it; none for other keys. */
export function dayOfKey(key: string, day: Day, start: Clockwork["week_start"]): Day | undefined {
  const first = weekStartOf(day, start);
  const leads: Readonly<Record<string, Day>> = {
    ArrowLeft: addDays(day, -1),
    ArrowRight: addDays(day, 1),
    ArrowUp: addDays(day, -7),
    ArrowDown: addDays(day, 7),
    PageUp: addMonths(day, -1),
    PageDown: addMonths(day, 1),
    Home: first,
    End: addDays(first, 6),
  };
  return leads[key];
}

/** The first and the last day that a view shows. */
export function rangeOf(view: CalendarView, day: Day, start: Clockwork["week_start"]): [Day, Day] {
  const days = view === "month" ? monthWeeks(day, start).flat() : weekOf(day, start);
  return [days[0] ?? day, days.at(-1) ?? day];
}

/** The day from which the view before or after this one is shown. */
export const stepOf = (view: CalendarView, day: Day, steps: number): Day =>
  view === "month" ? addMonths(day, steps) : addDays(day, 7 * steps);
