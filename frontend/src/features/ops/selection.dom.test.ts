import { expect, test } from "vitest";
import { filterOf, selectionOf, selectionWords, stateOf } from "./selection";

test("an address says a filter; wall times mean the zone of the account", () => {
  const texts = { type: "task.completed", since: "2026-11-27T09:00", until: "soon", task: "x" };
  expect(filterOf(texts, "Europe/Berlin")).toEqual({
    event_type: "task.completed",
    since: "2026-11-27T09:00:00+01:00",
  });
  expect(filterOf({}, "UTC")).toEqual({});
});

test("an address names letters, one or several, however they are parted", () => {
  expect(filterOf({ id: " a, b\nc " }, "UTC")).toEqual({ id: ["a", "b", "c"] });
  expect(filterOf({ id: " , " }, "UTC")).toEqual({});
});

test("a state that there is not is the open one", () => {
  expect(stateOf({ state: "discarded" })).toBe("discarded");
  expect(stateOf({ state: "gone" })).toBe("open");
  expect(stateOf({})).toBe("open");
});

test("chosen letters are named; all that fit are said by what they share", () => {
  expect(selectionOf({ group: "relay" }, new Set(["a", "b"]))).toEqual({
    ids: ["a", "b"],
    all: false,
  });
  expect(selectionOf({ fingerprint: "f" }, "matching")).toEqual({ fingerprint: "f", all: false });
  expect(selectionOf({ id: ["a"], group: "relay" }, "matching")).toEqual({
    ids: ["a"],
    group: "relay",
    all: false,
  });
});

test("every letter there is has to be meant: without a filter it is said", () => {
  expect(selectionOf({}, "matching")).toEqual({ all: true });
});

test("what an order was about is said in words", () => {
  expect(selectionWords({ ids: ["a", "b"] })).toBe("2 dead letters");
  expect(selectionWords({ all: true, group: null })).toBe("all that were open");
  expect(selectionWords({ fingerprint: "3f2a", group: "reminders" })).toBe(
    "fingerprint 3f2a, group reminders",
  );
});
