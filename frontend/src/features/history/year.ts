import type { HeatmapDayOut, MeOut, OccurrenceOut } from "@/api/schema.gen";
import { locale } from "@/lib/messages";
import { WEEKDAYS, weekdayOf } from "@/lib/rrule";
import { addDays, type Clockwork, type Day, dayIn, daysBetween, sayInstant } from "@/lib/time";
import { m } from "./messages";

export type Outcome = HeatmapDayOut["outcome"];

/** A day of the year's grid. */
export interface Cell {
  readonly day: Day;
  readonly week: number;
  readonly row: number;
  /** Null: nothing was to be done. */
  readonly of: HeatmapDayOut | null;
}

const WEEKS = 53;
const WEEK = 7;

/** The days of 53 weeks up to the one of today, in columns of weeks as the account counts them. */
export function cellsOf(
  heatmap: readonly HeatmapDayOut[],
  today: Day,
  weekStart: MeOut["week_start"],
): Cell[] {
  const byDay = new Map(heatmap.map((each) => [each.date, each]));
  const first = addDays(weekOf(today, weekStart), -(WEEKS - 1) * WEEK);
  const days = daysBetween(first, today) + 1;
  return Array.from({ length: days }, (_, index) => {
    const day = addDays(first, index);
    return {
      day,
      week: Math.floor(index / WEEK),
      row: index % WEEK,
      of: byDay.get(day) ?? null,
    };
  });
}

/** The first day of a day's week. */
function weekOf(day: Day, weekStart: MeOut["week_start"]): Day {
  const away = WEEKDAYS.indexOf(weekdayOf(day)) - WEEKDAYS.indexOf(weekStart);
  return addDays(day, -((away + WEEK) % WEEK));
}

/** Weeks in which a month begins, to write its name above; none so close that names overlap. */
export function monthsOf(cells: readonly Cell[]): { week: number; day: Day }[] {
  const firsts = cells.filter((cell) => cell.row === 0);
  const found = firsts.filter(
    (cell, index) => index === 0 || cell.day.slice(0, 7) !== firsts[index - 1]?.day.slice(0, 7),
  );
  const isTight = (found[1]?.week ?? WEEKS) < 3;
  return found.slice(isTight ? 1 : 0).map(({ week, day }) => ({ week, day }));
}

export interface MonthCount {
  readonly month: string;
  readonly done: number;
  readonly skipped: number;
  readonly missed: number;
}

/** Numbers by month, the latest first; months without anything are left out. */
export function countsByMonth(heatmap: readonly HeatmapDayOut[]): MonthCount[] {
  const months = new Map<string, MonthCount>();
  for (const { date, outcome, count } of heatmap) {
    const month = date.slice(0, 7);
    const before = months.get(month) ?? { month, done: 0, skipped: 0, missed: 0 };
    if (outcome === "done" || outcome === "skipped" || outcome === "missed") {
      months.set(month, { ...before, [outcome]: before[outcome] + count });
    }
  }
  return [...months.values()].sort((one, other) => (one.month < other.month ? 1 : -1));
}

/** What became of a slot, in words. */
export function sayOutcome(slot: OccurrenceOut, clockwork: Clockwork): string {
  const { status, ended_at: ended, count } = slot;
  const when = ended === null ? "" : sayInstant(ended, clockwork);
  switch (status) {
    case "done": {
      // A day that was done along with an overdue one has no moment of its own.
      if (ended === null) return m.outcome.done;
      const late = lateDays(slot.slot, ended, clockwork);
      if (late > 0) return m.doneLate(when, late);
      return late < 0 ? m.doneEarly(when, -late) : m.done(when);
    }
    case "skipped":
      return when === "" ? m.skippedPlain : m.skipped(when);
    case "missed":
      return count > 1 ? m.missedSeveral(count) : m.missed;
    case "moved":
      return m.moved;
    case "open":
      return m.open;
  }
}

/** Days from the slot's to the one on which it was done; negative if that was earlier. */
export const lateDays = (slot: string, ended: string, { zone }: Clockwork): number =>
  daysBetween(slot.slice(0, 10), dayIn(Date.parse(ended), zone));

const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });

/** A rate as a whole percentage; a dash where there is nothing to count. */
export const sayRate = (rate: number | null): string =>
  rate === null ? m.rateNone : percent.format(rate);
