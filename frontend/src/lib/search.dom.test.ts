import { expect, test } from "vitest";
import { nextPath } from "./next-path";
import { day, id, oneOf, searchOf, text } from "./search";

const read = searchOf({ q: text, tab: oneOf(["done", "skipped"]), task: id, next: nextPath });

test("what makes no sense is there as undefined, so that the raw value is not", () => {
  const asked = read({ q: ["a"], tab: "nope", task: 5, next: "//evil.example/" });
  expect(Object.entries(asked)).toEqual([
    ["q", undefined],
    ["tab", undefined],
    ["task", undefined],
    ["next", undefined],
  ]);
});

test("what makes sense stays, and what is not asked for goes", () => {
  const task = "01a21930-5a99-76a6-ac76-8e8a301ef860";
  expect(read({ q: 2026, tab: "done", task, next: "/log?tab=done", more: 1 })).toEqual({
    q: "2026",
    tab: "done",
    task,
    next: "/log?tab=done",
  });
});

test("days are those that there are, in years that a calendar shows", () => {
  expect(day("2024-02-29")).toBe("2024-02-29");
  const wrong = ["2026-02-29", "2026-13-01", "2026-2-3", "0001-01-01", "9999-12-31", true, [1]];
  expect(wrong.map(day)).toEqual(wrong.map(() => undefined));
});
