import type { DueOut, MeOut } from "@/api/schema.gen";
import { language, locale } from "./messages";

/**
 * All about days and times. Wall times are texts (`2026-11-27`, `2026-11-27T09:00:00`) that mean
 * the zone of the account; instants are RFC 3339.
 */

/** How an account wants times read to it. */
export type Clockwork = Pick<MeOut, "zone" | "week_start" | "time_format">;

/** How the browser wants times read, for pages of nobody's account. */
export function browserClockwork(): Clockwork {
  const { timeZone, hour12 } = new Intl.DateTimeFormat(locale, {
    hour: "numeric",
  }).resolvedOptions();
  return { zone: timeZone, week_start: "MO", time_format: hour12 ? "12h" : "24h" };
}

/** A day as `2026-11-27`. */
export type Day = string;

const DAY_MS = 86_400_000;

/** The wall time of an instant in a zone, `2026-11-27T09:00:00`. */
export function wallTime(instant: Date | number, zone: string): string {
  const parts = Object.fromEntries(
    formatter("sv-SE", {
      timeZone: zone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
    })
      .formatToParts(instant)
      .map((part) => [part.type, part.value]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}

/** Today in a zone. */
export const dayIn = (instant: Date | number, zone: string): Day =>
  wallTime(instant, zone).slice(0, 10);

/** The days between which all others are: years have four digits. */
export const FIRST_DAY: Day = "0001-01-01";
export const LAST_DAY: Day = "9999-12-31";

/** The day so many days later. `addDays("2026-02-28", 1) === "2026-03-01"` */
export function addDays(day: Day, days: number): Day {
  const at = Date.parse(day) + days * DAY_MS;
  if (at >= Date.parse(LAST_DAY)) return LAST_DAY;
  return at <= Date.parse(FIRST_DAY) ? FIRST_DAY : new Date(at).toISOString().slice(0, 10);
}

/** Days from one day to the other; negative if it is before. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

/** The day that something is due on. */
export const dueDay = (due: DueOut): Day => due.date ?? due.datetime_local?.slice(0, 10) ?? "";

/** Whether it should have been done: a day at its end, a time at its second (product.md 5.3). */
export function isOverdue(due: DueOut, now: number, zone: string): boolean {
  if (due.at) return Date.parse(due.at) < now;
  if (due.datetime_local) return due.datetime_local < wallTime(now, zone);
  return (due.date ?? "9999") < dayIn(now, zone);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  const found = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, found);
  return found;
}

/** A text that means a wall time as a Date whose UTC fields are those of the text. */
const asUtc = (wall: string): Date =>
  new Date(`${wall.length === 10 ? `${wall}T00:00:00` : wall}Z`);

/** A day by the locale's parts. `formatDay("2026-11-27", { weekday: "long" })` */
export const formatDay = (day: string, options: Intl.DateTimeFormatOptions): string =>
  formatter(locale, { ...options, timeZone: "UTC" }).format(asUtc(day));

/** A day with its weekday, in words: “Friday, 27 November”. */
export const longDay = (day: string): string =>
  formatDay(day, { weekday: "long", day: "numeric", month: "long" });

/** The time of day of a wall time, `09:00` or `9:00 AM`. */
export const formatTime = (wall: string, clockwork: Clockwork): string =>
  formatter(locale, {
    hour: clockwork.time_format === "24h" ? "2-digit" : "numeric",
    minute: "2-digit",
    hourCycle: clockwork.time_format === "24h" ? "h23" : "h12",
    timeZone: "UTC",
  }).format(asUtc(wall));

const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

/** A day as people say it near today (“today”, “tomorrow”, “Friday”), else “27 Nov”, “27 Nov 2027”. */
export function sayDay(day: Day, today: Day): string {
  const away = daysBetween(today, day);
  if (Math.abs(away) <= 1) return capital(relative.format(away, "day"));
  if (away > 1 && away < 7) return formatDay(day, { weekday: "long" });
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: "numeric" } as const);
  return formatDay(day, { day: "numeric", month: "short", ...year });
}

const capital = (text: string): string =>
  text.charAt(0).toLocaleUpperCase(language) + text.slice(1);

/** When it is due, as a list says it: “Tomorrow 09:00”. */
export function sayDue(due: DueOut, now: number, clockwork: Clockwork): string {
  const day = sayDay(dueDay(due), dayIn(now, clockwork.zone));
  return due.datetime_local ? `${day} ${formatTime(due.datetime_local, clockwork)}` : day;
}

/** An instant with its day, for receipts and lists of what happened: “Fri 27 Nov 09:00”. */
export function sayInstant(instant: string, clockwork: Clockwork): string {
  const wall = wallTime(Date.parse(instant), clockwork.zone);
  return sayWall(wall, clockwork);
}

/**
 * A wall time in full: “Fri, 27 Nov 09:00”; a day alone without a time. The year is said if it is
 * not that of the other day, or of today.
 */
export function sayWall(
  wall: string,
  clockwork: Clockwork,
  beside: Day = dayIn(Date.now(), clockwork.zone),
): string {
  const isSameYear = wall.slice(0, 4) === beside.slice(0, 4);
  const day = formatDay(wall, {
    weekday: "short",
    day: "numeric",
    month: "short",
    ...(isSameYear ? {} : ({ year: "numeric" } as const)),
  });
  return wall.length === 10 ? day : `${day} ${formatTime(wall, clockwork)}`;
}

/** The seven days of a week from the one that it starts with, as ISO numbers (1 = Monday). */
export function weekDays(start: MeOut["week_start"]): number[] {
  const first = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].indexOf(start);
  return Array.from({ length: 7 }, (_, index) => ((first + index) % 7) + 1);
}

/** The instant so many days of 24 hours after another, as the server reads it. */
export const daysAfter = (now: number, days: number): string =>
  new Date(now + days * DAY_MS).toISOString();
