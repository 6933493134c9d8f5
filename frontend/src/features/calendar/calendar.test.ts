import { expect, test } from "vitest";
import type { DueOut } from "@/api/schema.gen";
import { clockChanges, placeBlocks } from "./day-hours";
import { byDay, type Entry, entryAhead, placeOf, shownOf } from "./entries";
import { moveTo } from "./moving";
import { calendarSearch } from "./search";
import { rangeOf, stepOf } from "./shown-days";

const due = (fields: Partial<DueOut>): DueOut => ({
  date: null,
  datetime_local: null,
  zone: null,
  at: null,
  ...fields,
});

function timed(title: string, time: string, fields: Partial<Entry> = {}): Entry {
  return {
    key: title,
    title,
    taskId: title,
    priority: "none",
    look: "open",
    day: "2026-11-26",
    wall: `2026-11-26T${time}:00`,
    task: null,
    isCertain: true,
    repeats: false,
    ...fields,
  };
}

test("a view has a range, and others beside it", () => {
  expect(rangeOf("month", "2026-11-26", "MO")).toEqual(["2026-10-26", "2026-12-06"]);
  expect(rangeOf("week", "2026-11-26", "SU")).toEqual(["2026-11-22", "2026-11-28"]);
  expect(stepOf("month", "2026-10-31", 1)).toBe("2026-11-30");
  expect(stepOf("week", "2026-11-26", -1)).toBe("2026-11-19");
});

test("an address that makes no sense shows the month of today", () => {
  expect(calendarSearch({ view: "year", day: "2026-02-30" })).toEqual({});
  expect(calendarSearch({ view: "week", day: "2026-02-28" })).toEqual({
    view: "week",
    day: "2026-02-28",
  });
});

test("something due stands on the day that it is where its owner lives", () => {
  const at = "2026-11-27T03:00:00Z";
  const inNewYork = due({ at, datetime_local: "2026-11-26T22:00:00", zone: "America/New_York" });
  expect(placeOf(inNewYork, "Europe/Berlin")).toEqual({
    day: "2026-11-27",
    wall: "2026-11-27T04:00:00",
  });
  expect(placeOf(due({ date: "2026-11-27" }), "Pacific/Kiritimati")).toEqual({
    day: "2026-11-27",
    wall: null,
  });
  expect(placeOf(due({}), "UTC")).toBeNull();
});

test("an occurrence to come is no task that could be changed", () => {
  const entry = entryAhead(
    {
      task_id: "t",
      series_id: "s",
      title: "Bins",
      priority: "low",
      project_id: null,
      slot: "2026-12-01",
      due: due({ date: "2026-12-01" }),
      is_certain: false,
    },
    "UTC",
  );
  expect(entry).toMatchObject({ look: "ahead", day: "2026-12-01", task: null, isCertain: false });
});

test("a day is in order: whole days, then times, then priorities", () => {
  const days = byDay([
    timed("b", "10:00"),
    timed("a", "09:00"),
    timed("urgent", "10:00", { priority: "high" }),
    timed("day", "00:00", { wall: null }),
    timed("done day", "00:00", { wall: null, look: "done" }),
  ]);
  expect(days.get("2026-11-26")?.map((entry) => entry.title)).toEqual([
    "day",
    "done day",
    "a",
    "urgent",
    "b",
  ]);
});

test("what does not fit leaves a line that says so", () => {
  expect([shownOf(3, 3), shownOf(4, 3), shownOf(2, 1), shownOf(0, 3)]).toEqual([3, 2, 0, 0]);
});

test("what overlaps stands side by side, and what does not has the whole width", () => {
  const blocks = placeBlocks([
    timed("a", "09:00"),
    timed("b", "09:15"),
    timed("c", "09:40"),
    timed("alone", "12:00"),
  ]);
  expect(
    blocks.map(({ entries, column, columns }) => [entries[0]?.title, column, columns]),
  ).toEqual([
    ["a", 0, 2],
    ["b", 1, 2],
    ["c", 0, 2],
    ["alone", 0, 1],
  ]);
});

test("of more than three at once the last column has the rest", () => {
  const blocks = placeBlocks(["a", "b", "c", "d", "e"].map((title) => timed(title, "14:00")));
  expect(blocks.map((block) => block.entries.length)).toEqual([1, 1, 3]);
  expect(blocks.every((block) => block.columns === 3)).toBe(true);
});

test("what is due just before midnight stays on its day", () => {
  expect(placeBlocks([timed("late", "23:55")])[0]?.start).toBe(1410);
});

test("a day of 23 hours skips one, a day of 25 has one twice, others nothing", () => {
  expect(clockChanges("2026-03-29", "Europe/Berlin")).toEqual([
    { kind: "skipped", from: 120, to: 180 },
  ]);
  expect(clockChanges("2026-10-25", "Europe/Berlin")).toEqual([
    { kind: "twice", from: 120, to: 180 },
  ]);
  expect(clockChanges("2026-10-04", "Australia/Lord_Howe")).toEqual([
    { kind: "skipped", from: 120, to: 150 },
  ]);
  expect(clockChanges("2026-11-26", "Europe/Berlin")).toEqual([]);
});

test("moved to another day a task keeps its time, and its zone", () => {
  const floating = due({ datetime_local: "2026-11-26T09:00:00", at: "2026-11-26T08:00:00Z" });
  expect(moveTo(floating, "Europe/Berlin", "2026-11-28")?.when).toEqual({
    to: { datetime_local: "2026-11-28T09:00:00" },
  });
  const inNewYork = due({
    at: "2026-11-27T03:00:00Z",
    datetime_local: "2026-11-26T22:00:00",
    zone: "America/New_York",
  });
  expect(moveTo(inNewYork, "Europe/Berlin", "2026-11-28")?.when).toEqual({
    to: { datetime_local: "2026-11-27T22:00:00", zone: "America/New_York" },
  });
});

test("by the hour a task gets another time, or none in the row of whole days", () => {
  const floating = due({ datetime_local: "2026-11-26T09:00:00", at: "2026-11-26T08:00:00Z" });
  expect(moveTo(floating, "Europe/Berlin", "2026-11-26", 615)?.when).toEqual({
    to: { datetime_local: "2026-11-26T10:15:00" },
  });
  expect(moveTo(floating, "Europe/Berlin", "2026-11-26", null)?.when).toEqual({
    to: { date: "2026-11-26" },
  });
  const day = due({ date: "2026-11-26" });
  expect(moveTo(day, "Europe/Berlin", "2026-11-27", 600)?.when).toEqual({
    to: { datetime_local: "2026-11-27T10:00:00" },
  });
});

test("where it is already nothing moves", () => {
  const floating = due({ datetime_local: "2026-11-26T09:00:00", at: "2026-11-26T08:00:00Z" });
  expect(moveTo(floating, "Europe/Berlin", "2026-11-26")).toBeNull();
  expect(moveTo(floating, "Europe/Berlin", "2026-11-26", 540)).toBeNull();
  expect(moveTo(due({ date: "2026-11-26" }), "UTC", "2026-11-26", null)).toBeNull();
});
