import { addMonths, monthWeeks, weekOf } from "@/components/ui/month-grid";
import { addDays, type Clockwork, type Day } from "@/lib/time";
import type { CalendarView } from "./search";

/** The first and the last day that a view shows. */
export function rangeOf(view: CalendarView, day: Day, start: Clockwork["week_start"]): [Day, Day] {
  const days = view === "month" ? monthWeeks(day, start).flat() : weekOf(day, start);
  return [days[0] ?? day, days.at(-1) ?? day];
}

/** The day from which the view before or after this one is shown. */
export const stepOf = (view: CalendarView, day: Day, steps: number): Day =>
  view === "month" ? addMonths(day, steps) : addDays(day, 7 * steps);
