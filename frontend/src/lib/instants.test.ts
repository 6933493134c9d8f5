import { describe, expect, test } from "vitest";
import { daysFrom, durationOf, instantOf, lengthOf, readDuration, sayExact } from "./instants";

describe("the instant of a wall time", () => {
  test.each([
    ["2026-11-27T09:00", "Europe/Berlin", "2026-11-27T09:00:00+01:00"],
    ["2026-07-01T09:00:30", "Europe/Berlin", "2026-07-01T09:00:30+02:00"],
    ["2026-11-27T09:00", "America/New_York", "2026-11-27T09:00:00-05:00"],
    ["2026-11-27T09:00", "Asia/Kolkata", "2026-11-27T09:00:00+05:30"],
    ["2026-11-27T09:00", "UTC", "2026-11-27T09:00:00+00:00"],
    ["2026-11-27T00:30", "Pacific/Kiritimati", "2026-11-27T00:30:00+14:00"],
  ])("%s in %s", (wall, zone, instant) => {
    expect(instantOf(wall, zone)).toBe(instant);
  });

  test("what clocks skip comes later; of what they show twice the first counts", () => {
    expect(instantOf("2026-03-29T02:30", "Europe/Berlin")).toBe("2026-03-29T02:30:00+01:00");
    expect(instantOf("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T02:30:00+02:00");
    expect(instantOf("2026-03-29T03:30", "Europe/Berlin")).toBe("2026-03-29T03:30:00+02:00");
    expect(instantOf("2026-10-25T03:30", "Europe/Berlin")).toBe("2026-10-25T03:30:00+01:00");
  });
});

test("an instant to the thousandth", () => {
  const clockwork = { zone: "Europe/Berlin", week_start: "MO", time_format: "24h" } as const;
  const at = "2026-11-27T08:00:00.412Z";
  expect(sayExact(at, clockwork)).toMatch(/27.* 09:00:00\.412$/);
  expect(sayExact(at, { ...clockwork, time_format: "12h" })).toMatch(/27.* 9:00:00\.412 AM$/);
});

test("durations are read and written", () => {
  expect(readDuration("-PT10M")).toMatchObject({ minutes: 10, isBefore: true });
  expect(readDuration("P1W")).toMatchObject({ days: 7, isBefore: false });
  expect(readDuration("-P1DT2H")).toMatchObject({ days: 1, hours: 2, isBefore: true });
  expect(readDuration("PT0S")).toMatchObject({ seconds: 0, isBefore: false });
  expect([readDuration("10 minutes"), readDuration("P"), readDuration("")]).toEqual([
    null,
    null,
    null,
  ]);
  expect([
    durationOf(10, "minutes", true),
    durationOf(2, "weeks", true),
    durationOf(1, "days", false),
    durationOf(0, "hours", true),
  ]).toEqual(["-PT10M", "-P14D", "P1D", "PT0S"]);
});

test("a length has parts", () => {
  expect(lengthOf(-(86_400_000 + 3_661_000))).toEqual({
    days: 1,
    hours: 1,
    minutes: 1,
    seconds: 1,
  });
});

test("days of a span", () => {
  expect(daysFrom("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
});
