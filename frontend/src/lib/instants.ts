import { locale } from "./messages";
import { addDays, type Clockwork, type Day, formatTime, LAST_DAY, sayWall, wallTime } from "./time";

/** Instants and lengths of time, for reminders and receipts. Pure. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The last wall time that an input may have: later ones are no instants. */
export const LAST_MINUTE = `${LAST_DAY}T23:59`;

/** Minutes that a zone is ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
  return (
    (Date.parse(`${wallTime(instant, zone)}Z`) - Math.floor(instant / SECOND) * SECOND) / MINUTE
  );
}

/**
 * The instant of a wall time in a zone, as RFC 3339 with its offset. Where clocks skip it, it is
 * read with the offset before the gap; where they show it twice, the first counts (product.md 5.9).
 */
export function instantOf(wall: string, zone: string): string {
  const local = wall.length === 16 ? `${wall}:00` : wall;
  const asUtc = Date.parse(`${local}Z`);
  // Two days are far enough to be on either side of any change of the clocks.
  const before = offsetAt(asUtc - DAY, zone);
  const after = offsetAt(asUtc + DAY, zone);
  const fits = [before, after].find((offset) => offsetAt(asUtc - offset * MINUTE, zone) === offset);
  return `${local}${offsetText(fits ?? before)}`;
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (number: number): string => String(Math.floor(number)).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
}

/** An instant to the thousandth of a second: “Fri 27 Nov 09:00:00.412”. */
export function sayExact(instant: string, clockwork: Clockwork): string {
  const at = Date.parse(instant);
  const wall = wallTime(at, clockwork.zone);
  const exact = `${wall.slice(17, 19)}.${String(((at % SECOND) + SECOND) % SECOND).padStart(3, "0")}`;
  const time = formatTime(wall, clockwork);
  const [clock, half] = time.split(/\s/);
  return `${sayWall(wall.slice(0, 10), clockwork)} ${clock}:${exact}${half ? ` ${half}` : ""}`;
}

const away = new Intl.RelativeTimeFormat(locale, { numeric: "always" });

/** How far ahead or ago: “in 3 hours”, “2 days ago”. */
export function sayAway(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  const [unit, length] =
    size < HOUR
      ? (["minute", MINUTE] as const)
      : size < DAY
        ? (["hour", HOUR] as const)
        : size < 60 * DAY
          ? (["day", DAY] as const)
          : (["month", 30 * DAY] as const);
  return away.format(Math.round(milliseconds / length), unit);
}

/** A length of time as its parts, each 0 or more, the largest first. */
export interface Length {
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** The parts of an ISO 8601 duration, and whether it counts backwards; null if it is none. */
export function readDuration(text: string): (Length & { readonly isBefore: boolean }) | null {
  const found =
    /^([+-])?P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (found === null || !/\d/.test(text)) return null;
  const [, sign, ...numbers] = found;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = numbers.map((each) =>
    Number(each ?? 0),
  );
  return { days: weeks * 7 + days, hours, minutes, seconds, isBefore: sign === "-" };
}

/** Milliseconds as parts, rounded down to seconds. */
export function lengthOf(milliseconds: number): Length {
  const size = Math.abs(milliseconds);
  return {
    days: Math.floor(size / DAY),
    hours: Math.floor((size % DAY) / HOUR),
    minutes: Math.floor((size % HOUR) / MINUTE),
    seconds: Math.floor((size % MINUTE) / SECOND),
  };
}

export const UNITS = ["minutes", "hours", "days", "weeks"] as const;
export type Unit = (typeof UNITS)[number];

/** So many of a unit before or after, as ISO 8601. `durationOf(10, "minutes", true) === "-PT10M"` */
export function durationOf(amount: number, unit: Unit, isBefore: boolean): string {
  if (amount === 0) return "PT0S";
  const size = {
    minutes: `PT${amount}M`,
    hours: `PT${amount}H`,
    days: `P${amount}D`,
    weeks: `P${amount * 7}D`,
  }[unit];
  return `${isBefore ? "-" : ""}${size}`;
}

/** The next wall time that is shown by a clock in the account's zone, to begin an input with. */
export function soon(now: number, zone: string): string {
  const wall = wallTime(now + HOUR, zone);
  return `${wall.slice(0, 13)}:00`;
}

/** All days from one to the other, both included. */
export function daysFrom(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}
