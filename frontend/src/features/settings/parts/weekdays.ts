import { addDays, formatDay } from "@/lib/time";

/** The days of a week as the server writes them. */
export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const A_MONDAY = "2026-01-05";

/** “Monday”, in the language of the page. */
export const weekdayName = (day: Weekday): string =>
  formatDay(addDays(A_MONDAY, WEEKDAYS.indexOf(day)), { weekday: "long" });
