import { expect, test } from "vitest";
import type { WindowOut } from "@/api/schema.gen";
import { onScale, sayLength, sayShare, scaleEnd, scaleLines, shareOnTime } from "./figures";

const counts = (fields: Partial<WindowOut>): WindowOut => ({
  since: "2026-11-25T14:00:00Z",
  sent: 0,
  late: 0,
  missed: 0,
  failed: 0,
  skipped: 0,
  lateness_ms: null,
  ...fields,
});

test("lengths are said in the unit that people would use", () => {
  expect([21, 999, 1000, 1893, 90_000, 5_400_000].map(sayLength)).toEqual([
    "21 ms",
    "999 ms",
    "1 s",
    "1.9 s",
    "1.5 min",
    "1.5 h",
  ]);
});

test("what was late or not sent at all was not on time; what nobody wanted does not count", () => {
  expect(shareOnTime(counts({ sent: 8, late: 1, missed: 2, skipped: 5, failed: 3 }))).toBe(0.7);
  expect(shareOnTime(counts({ skipped: 5 }))).toBeNull();
});

test("all is said only of all", () => {
  expect(sayShare(1)).toBe("100%");
  expect(sayShare(0.999999)).toBe("99.99%");
  expect(sayShare(0)).toBe("0%");
});

test("the scale has everything and grows tenfold", () => {
  expect(scaleEnd([21, 48, 113, 1893])).toBe(10_000);
  expect(scaleEnd([0])).toBe(1000);
  expect(scaleLines(10_000)).toEqual([10, 100, 1000]);
  expect([onScale(0, 1000), onScale(10, 1000), onScale(99_999, 1000)]).toEqual([0, 1 / 3, 1]);
});
