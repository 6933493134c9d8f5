import { expect, test } from "vitest";
import type { OccurrenceOut } from "@/api/schema.gen";
import { ME } from "@/testing/series";
import { cellsOf, countsByMonth, monthsOf, sayOutcome, sayRate } from "./year";

const FRIDAY = "2026-11-27";

test("a year of days ends today, in the row of its weekday", () => {
  const monday = cellsOf([], FRIDAY, "MO");
  expect(monday.at(-1)).toMatchObject({ day: FRIDAY, week: 52, row: 4 });
  expect(monday[0]).toMatchObject({ day: "2025-11-24", week: 0, row: 0 });
  expect(monday).toHaveLength(52 * 7 + 5);
  const sunday = cellsOf([], FRIDAY, "SU");
  expect(sunday.at(-1)).toMatchObject({ week: 52, row: 5 });
  expect(sunday[0]?.day).toBe("2025-11-23");
  expect(cellsOf([], "2026-11-29", "SU").at(-1)).toMatchObject({ week: 52, row: 0 });
});

test("a day shows what became of it", () => {
  const day = { date: "2026-11-26", outcome: "done", count: 2 } as const;
  const cells = cellsOf([day], FRIDAY, "MO");
  expect(cells.find((cell) => cell.day === day.date)?.of).toEqual(day);
  expect(cells.filter((cell) => cell.of !== null)).toHaveLength(1);
});

test("months are named where they begin, and names never overlap", () => {
  const months = monthsOf(cellsOf([], FRIDAY, "MO"));
  const weeks = months.map(({ week }) => week);
  expect(months.length).toBeGreaterThanOrEqual(12);
  expect(weeks.slice(1).every((week, index) => week - (weeks[index] ?? 0) >= 3)).toBe(true);
});

test("numbers by month, the latest first", () => {
  expect(
    countsByMonth([
      { date: "2026-10-01", outcome: "done", count: 2 },
      { date: "2026-10-02", outcome: "missed", count: 3 },
      { date: "2026-11-01", outcome: "skipped", count: 1 },
      { date: "2026-09-01", outcome: "open", count: 1 },
    ]),
  ).toEqual([
    { month: "2026-11", done: 0, skipped: 1, missed: 0 },
    { month: "2026-10", done: 2, skipped: 0, missed: 3 },
  ]);
});

const slot = (change: Partial<OccurrenceOut>): OccurrenceOut => ({
  series_id: "series",
  slot: "2026-11-26T23:30:00",
  status: "done",
  count: 1,
  task_id: "task",
  latest_task_id: "task",
  title: null,
  reason: null,
  ended_at: null,
  logged_at: null,
  ...change,
});

test("what became of a slot; late is told by the days of the account's zone", () => {
  expect(sayOutcome(slot({ ended_at: "2026-11-26T22:40:00Z" }), ME)).toMatch(/^Done .* 23:40$/);
  expect(sayOutcome(slot({ ended_at: "2026-11-26T23:10:00Z" }), ME)).toMatch(/, 1 day late$/);
  expect(sayOutcome(slot({ ended_at: "2026-11-24T12:00:00Z" }), ME)).toMatch(/, 2 days early$/);
  expect(sayOutcome(slot({}), ME)).toBe("Done");
  expect(sayOutcome(slot({ status: "missed" }), ME)).toBe("Missed");
  expect(sayOutcome(slot({ status: "missed", count: 12 }), ME)).toContain("12 times");
  expect(sayOutcome(slot({ status: "skipped" }), ME)).toBe("Skipped");
  expect(sayOutcome(slot({ status: "open" }), ME)).toBe("Open");
});

test("rates are whole numbers or a dash", () => {
  expect([sayRate(null), sayRate(0.876)]).toEqual(["–", "88%"]);
});
