import type { ParsedDue, ParsedReminder } from "@/api/schema.gen";
import { locale } from "@/lib/messages";
import { type Clockwork, dayIn, formatDay, formatTime, sayInstant } from "@/lib/time";
import { dayOf, timeOf } from "./meaning";
import { m } from "./messages";

/** A day in full: “Fri, 4 Dec”, with the year if it is another. */
export function sayDate(day: string, now: number, clockwork: Clockwork): string {
  const thisYear = dayIn(now, clockwork.zone).slice(0, 4);
  const year = day.startsWith(thisYear) ? {} : ({ year: "numeric" } as const);
  return formatDay(day, { weekday: "short", day: "numeric", month: "short", ...year });
}

/** When it is due in full, with the zone if it is fixed to one. */
export function sayParsedDue(due: ParsedDue, now: number, clockwork: Clockwork): string {
  const day = sayDate(dayOf(due), now, clockwork);
  if (!due.datetime_local) return day;
  const when = `${day}, ${formatTime(due.datetime_local, clockwork)}`;
  return due.zone ? m.inZone(when, due.zone) : when;
}

/** What is different between two due times: the day, the time, or both. */
export function sayDifference(
  due: ParsedDue,
  other: ParsedDue,
  now: number,
  clockwork: Clockwork,
): string {
  const isSameDay = dayOf(due) === dayOf(other);
  if (isSameDay && other.datetime_local) return formatTime(other.datetime_local, clockwork);
  const isSameTime = timeOf(due) === timeOf(other);
  return isSameTime ? sayDate(dayOf(other), now, clockwork) : sayParsedDue(other, now, clockwork);
}

const UNITS = ["week", "day", "hour", "minute", "second"] as const;
const DURATION = /^(-?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** A reminder: “1 hour before”, “When due”, or its day and time. */
export function sayReminder(reminder: ParsedReminder, clockwork: Clockwork): string {
  if (reminder.at) return sayInstant(reminder.at, clockwork);
  const [, sign, ...counts] = DURATION.exec(reminder.offset ?? "") ?? [];
  const parts = UNITS.flatMap((unit, index) => {
    const count = Number(counts[index] ?? 0);
    return count === 0
      ? []
      : [new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count)];
  });
  if (parts.length === 0) return m.whenDue;
  const length = new Intl.ListFormat(locale, { type: "unit" }).format(parts);
  return sign === "-" ? m.before(length) : m.after(length);
}
