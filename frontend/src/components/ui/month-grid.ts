import { addDays, type Clockwork, type Day, FIRST_DAY, LAST_DAY, weekDays } from "@/lib/time";

/** ISO number of its day of the week, 1 = Monday. */
export const weekdayOf = (day: Day): number => new Date(Date.parse(day)).getUTCDay() || 7;

/** The first day of the week that it is in. */
const weekStartOf = (day: Day, start: Clockwork["week_start"]): Day =>
  addDays(day, -weekDays(start).indexOf(weekdayOf(day)));

/** The seven days of the week that it is in; fewer only where days end. */
export function weekOf(day: Day, start: Clockwork["week_start"]): Day[] {
  const first = weekStartOf(day, start);
  return [...new Set(Array.from({ length: 7 }, (_, index) => addDays(first, index)))];
}

/** All weeks that have a day of its month. */
export function monthWeeks(day: Day, start: Clockwork["week_start"]): Day[][] {
  const month = day.slice(0, 7);
  const weeks = [weekOf(`${month}-01`, start)];
  for (;;) {
    const last = weeks.at(-1)?.at(-1) ?? day;
    const next = addDays(last, 1);
    if (next === last || next.slice(0, 7) !== month) return weeks;
    weeks.push(weekOf(next, start));
  }
}

/** The same day so many months later, or the last one of that month. */
export function addMonths(day: Day, months: number): Day {
  const count = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  if (count < 12) return FIRST_DAY;
  if (count >= 120_000) return LAST_DAY;
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
  const first = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${first}-${String(Math.min(Number(day.slice(8)), last)).padStart(2, "0")}`;
}

/**
 * The day that a key leads to from another, as date grids have it (ARIA practices): arrows go by
 * days and weeks, Home and End within the week, Page Up and Down by months, with Shift by years.
 */
export function dayOfKey(
  { key, shiftKey = false }: { readonly key: string; readonly shiftKey?: boolean },
  day: Day,
  start: Clockwork["week_start"],
): Day | undefined {
  const week = weekOf(day, start);
  const months = shiftKey ? 12 : 1;
  const leads: Readonly<Record<string, Day | undefined>> = {
    ArrowLeft: addDays(day, -1),
    ArrowRight: addDays(day, 1),
    ArrowUp: addDays(day, -7),
    ArrowDown: addDays(day, 7),
    PageUp: addMonths(day, -months),
    PageDown: addMonths(day, months),
    Home: week[0],
    End: week.at(-1),
  };
  return leads[key];
}
