import type { WindowOut } from "@/api/schema.gen";
import { locale } from "@/lib/messages";
import { m } from "./messages";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A length of time as people say it: `21 ms`, `1.9 s`, `3 min`. */
export function sayLength(milliseconds: number): string {
  if (milliseconds < SECOND) return m.milliseconds(number(milliseconds, 0));
  if (milliseconds < MINUTE) return m.seconds(number(milliseconds / SECOND, 1));
  if (milliseconds < HOUR) return m.minutes(number(milliseconds / MINUTE, 1));
  return m.hours(number(milliseconds / HOUR, 1));
}

const number = (value: number, digits: number): string =>
  value.toLocaleString(locale, { maximumFractionDigits: digits });

/**
 * The part of what was sent or should have been that was on time; null if there was nothing.
 *
 * Never rounded up to all of it. `shareOnTime({ sent: 999, late: 0, missed: 1 }) === 0.999`
 */
export function shareOnTime({ sent, late, missed }: WindowOut): number | null {
  const wanted = sent + missed;
  return wanted === 0 ? null : (sent - late) / wanted;
}

/** `99.8 %`, cut off so that one late reminder in a million is not hidden. */
export function sayShare(share: number): string {
  const shown = share === 1 ? 1 : Math.min(Math.floor(share * 10_000) / 10_000, 0.9999);
  return shown.toLocaleString(locale, { style: "percent", maximumFractionDigits: 2 });
}

export const SHORTEST_MS = 1;

/** Where a length stands between 1 ms (0) and the end of a scale (1) that grows tenfold by step. */
export function onScale(milliseconds: number, end: number): number {
  const at = Math.log10(Math.max(milliseconds, SHORTEST_MS)) / Math.log10(end);
  return Math.min(1, Math.max(0, at));
}

/** The end of a scale that has all of them: a power of ten, a second or more. */
export const scaleEnd = (lengths: readonly number[]): number =>
  10 ** Math.max(3, Math.ceil(Math.log10(Math.max(...lengths, SHORTEST_MS))));

/** The tenfold lines of a scale, without its ends. */
export function scaleLines(end: number): number[] {
  const lines: number[] = [];
  for (let line = 10; line < end; line *= 10) lines.push(line);
  return lines;
}
