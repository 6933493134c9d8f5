import { afterEach, expect, test, vi } from "vitest";
import { withPage } from "@/api/tasks/long-lists";
import { placedBack } from "@/testing/pages";
import { aRule, aTask } from "@/testing/task-lists";
import { laterBy, nextMonday, onDay } from "./due-words";
import { groupsOf } from "./groups";
import { rangeOf } from "./list-state";
import { followingOf, hasEnd } from "./next-occurrence";
import { isOpenOnly, rowsOf } from "./shown";
import { steadyOrder } from "./steady";

const occurrence: { open: { slot: string } | null } = { open: null };
const ask = () => Promise.resolve(occurrence.open);

afterEach(() => vi.useRealTimers());

const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => aTask(id)) as [
  ReturnType<typeof aTask>,
  ReturnType<typeof aTask>,
  ReturnType<typeof aTask>,
  ReturnType<typeof aTask>,
];
const ids = (tasks: readonly { id: string }[]): string => tasks.map(({ id }) => id).join("");

test("a range has both its ends, whichever is first", () => {
  expect(rangeOf(["a", "b", "c", "d"], "c", "a")).toEqual(["a", "b", "c"]);
  expect(rangeOf(["a", "b"], "gone", "b")).toEqual(["b"]);
});

test("a row under the pointer stays where it is until the pointer rests", () => {
  const fresh = aTask("new");
  expect(ids(steadyOrder([a, b, c], [fresh, a, b, c], "b"))).toBe("abc");
  expect(ids(steadyOrder([a, b, c], [a, b, c, fresh], "b"))).toBe("abcnew");
  expect(ids(steadyOrder([a, b, c], [b, c], "b"))).toBe("bc");
  const changed = { ...a, title: "Changed" };
  expect(steadyOrder([a, b, c], [fresh, changed, b, c], "b")[0]?.title).toBe("Changed");
});

test("what was ticked stands where it was for a moment, listed or not", () => {
  const leaving = new Map([["b", { task: b, after: "a" }]]);
  const open = (task: { completed: boolean }): boolean => !task.completed;
  expect(ids(rowsOf([a, { ...b, completed: true }, c], open, leaving))).toBe("abc");
  expect(ids(rowsOf([a, c], open, leaving))).toBe("abc");
  expect(ids(rowsOf([a, { ...b, completed: true }, c], open, new Map()))).toBe("ac");
});

test("a query says whether it lists open tasks alone", () => {
  expect(isOpenOnly({ filter: "done = false && inbox" })).toBe(true);
  expect(isOpenOnly({ filter: "done = true" })).toBe(false);
  expect(isOpenOnly({ completed: false })).toBe(true);
});

test("groups stand in the order of their keys", () => {
  const grouping = {
    keyOf: (task: { id: string }) => (task.id > "b" ? "1" : "2"),
    heading: vi.fn(),
  };
  expect(groupsOf([a, c, b], grouping).map(({ key, tasks }) => key + ids(tasks))).toEqual([
    "1c",
    "2ab",
  ]);
});

test("another day keeps the time and the zone", () => {
  const due = { date: null, datetime_local: "2026-11-26T09:30:00", zone: "Asia/Tokyo", at: null };
  expect(onDay(aTask("x", { due }), "2026-12-01")).toEqual({
    datetime_local: "2026-12-01T09:30:00",
    zone: "Asia/Tokyo",
  });
  expect(onDay(a, "2026-12-01")).toEqual({ date: "2026-12-01" });
  const day = { date: "2026-02-28", datetime_local: null, zone: null, at: null };
  expect(laterBy(aTask("x", { due: day }), 1)).toEqual({ date: "2026-03-01" });
  expect(laterBy(a, 1)).toBeNull();
});

test("next week is the Monday that comes, on a Monday the one after", () => {
  expect(nextMonday("2026-11-26")).toBe("2026-11-30");
  expect(nextMonday("2026-11-30")).toBe("2026-12-07");
  expect(nextMonday("2026-11-29")).toBe("2026-11-30");
});

test("a rule with COUNT or UNTIL ends some day", () => {
  expect(hasEnd("FREQ=DAILY;COUNT=3")).toBe(true);
  expect(hasEnd("RRULE:UNTIL=20261231T000000;FREQ=DAILY")).toBe(true);
  expect(hasEnd("FREQ=DAILY")).toBe(false);
});

test("the last one of a series is known by what does not come", async () => {
  vi.useFakeTimers();
  const task = aTask("x", { series_id: "s", recurrence: aRule("FREQ=DAILY;COUNT=3") });
  occurrence.open = null;
  const following = followingOf(task, Promise.resolve(), ask);
  await vi.advanceTimersByTimeAsync(3000);
  expect(await following).toBe("last");

  occurrence.open = { slot: "2026-11-27" }; // the event was lost, the server knows
  const again = followingOf(task, Promise.resolve(), ask);
  await vi.advanceTimersByTimeAsync(3000);
  expect(await again).toEqual({ wall: "2026-11-27" });
});

test("nothing follows what was refused", async () => {
  const task = aTask("x", { series_id: "s", recurrence: aRule("FREQ=DAILY") });
  expect(await followingOf(task, Promise.reject(new Error("no")))).toBe("unknown");
  expect(await followingOf(a, Promise.resolve())).toBe("unknown");
});

test("what is put back stands where it stood, and others keep what became of them", () => {
  expect(placedBack([a, b, c, d], ["b"], [a, { ...c, title: "New" }, d])).toEqual([
    "Task a",
    "Task b",
    "New",
    "Task d",
  ]);
  expect(placedBack([a, b, c], ["a", "c"], [b])).toEqual(["Task a", "Task b", "Task c"]);
  expect(placedBack([a, b, c], ["c"], [c, a, b])).toEqual(["Task a", "Task b", "Task c"]);
});

test("a page read anew joins what follows it, or what follows is read on", () => {
  const page = (items: (typeof a)[], next_cursor: string | null) => ({ items, next_cursor });
  const now = { pages: [page([a, b], "1"), page([c, d], null)], pageParams: [null, "1"] };
  const joined = withPage(now, null, page([aTask("new"), a, c], "9"));
  expect(joined.pages.map(({ items }) => ids(items))).toEqual(["newa", "cd"]);
  expect(joined.pages[0]?.next_cursor).toBe("1");
  const apart = withPage(now, null, page([aTask("x"), aTask("y")], "5"));
  expect(apart.pages.map(({ items }) => ids(items))).toEqual(["xy"]);
  expect(apart.pages[0]?.next_cursor).toBe("5");
  const moved = withPage(now, "1", page([a, c, d], null));
  expect(moved.pages.map(({ items }) => ids(items))).toEqual(["b", "acd"]);
});
