import { day, oneOf, searchOf } from "@/lib/search";

/** Which part of the calendar is shown. */
export type CalendarView = "month" | "week";

/** The address as this page understands it; what makes no sense is left out. */
export const calendarSearch = searchOf({
  view: oneOf<CalendarView>(["month", "week"]),
  day,
});
