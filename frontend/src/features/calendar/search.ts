import type { Day } from "@/lib/time";

/** Which part of the calendar is shown. */
export type CalendarView = "month" | "week";

/** What the address of a calendar says. */
export interface CalendarSearch {
  readonly view?: CalendarView;
  readonly day?: Day;
}

/** The address as this page understands it; what makes no sense is left out. */
export function calendarSearch(search: Record<string, unknown>): CalendarSearch {
  const { view, day } = search;
  return {
    ...(view === "month" || view === "week" ? { view } : {}),
    ...(typeof day === "string" && isDay(day) ? { day } : {}),
  };
}

/** Whether it is a day that there is, in years that the calendar shows. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(text);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) return false;
  return text >= "1971-01-01" && text <= "2199-12-31";
}
