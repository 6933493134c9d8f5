import { describe, expect, test } from "vitest";
import { toPoints, toUnits } from "./places";

/** What stands at a place that the server names, cut as the server cuts it. */
const cut = (text: string, start: number, end: number): string =>
  Array.from(text).slice(start, end).join("");

describe("places in code points and in UTF-16 units", () => {
  test.each([
    ["plain letters", "Buy milk tomorrow", 9, 17],
    ["an emoji outside the first plane", "Bread 🥖 tomorrow", 8, 16],
    ["a flag of two letters and a family of joined people", "🇩🇪 👨‍👩‍👧 trip tomorrow", 14, 22],
    ["a rainbow flag", "call 🏳️‍🌈 mum tomorrow", 14, 22],
    ["Arabic with an emoji", "اشتر الخبز 🥖 tomorrow", 13, 21],
    ["letters with marks of their own", "cafe\u0301 tomorrow", 6, 14],
    ["letters beyond the first plane", "𝒜𝒷 tomorrow", 3, 11],
  ])("%s", (_name, text, start, end) => {
    expect(cut(text, start, end)).toBe("tomorrow");
    const [units] = toUnits(text, [{ start, end }]);
    expect(text.slice(units?.start, units?.end)).toBe("tomorrow");
    expect(toPoints(text, units ? [units] : [])).toEqual([{ start, end }]);
  });

  test("the same text has other numbers in the two", () => {
    expect(toUnits("🥖🥖 now", [{ start: 3, end: 6 }])).toEqual([{ start: 5, end: 8 }]);
    expect(toPoints("🥖🥖 now", [{ start: 5, end: 8 }])).toEqual([{ start: 3, end: 6 }]);
  });

  test("half of a pair counts as the whole of it, and ends behind the text at its end", () => {
    expect(toPoints("🥖a", [{ start: 0, end: 1 }])).toEqual([{ start: 0, end: 1 }]);
    expect(toUnits("ab", [{ start: 1, end: 9 }])).toEqual([{ start: 1, end: 2 }]);
  });

  test("what else a place has stays with it", () => {
    expect(toUnits("🥖 p1", [{ start: 2, end: 4, name: "priority" }])).toEqual([
      { start: 3, end: 5, name: "priority" },
    ]);
  });
});
