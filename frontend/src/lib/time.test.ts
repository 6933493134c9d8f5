import { describe, expect, test } from "vitest";
import {
  addDays,
  daysBetween,
  isOverdue,
  sayDay,
  sayDue,
  sayWall,
  wallTime,
  weekDays,
} from "./time";

const BERLIN = { zone: "Europe/Berlin", week_start: "MO", time_format: "24h" } as const;
const NEW_YORK = { zone: "America/New_York", week_start: "SU", time_format: "12h" } as const;
const NOON = Date.parse("2026-11-26T11:00:00Z");

describe("wall times", () => {
  test("an instant has the wall time of the zone, also in the hour that comes twice", () => {
    expect(wallTime(NOON, "Europe/Berlin")).toBe("2026-11-26T12:00:00");
    expect(wallTime(Date.parse("2026-10-25T00:30:00Z"), "Europe/Berlin")).toBe(
      "2026-10-25T02:30:00",
    );
    expect(wallTime(Date.parse("2026-10-25T01:30:00Z"), "Europe/Berlin")).toBe(
      "2026-10-25T02:30:00",
    );
    expect(wallTime(Date.parse("2026-11-26T00:00:00Z"), "UTC")).toBe("2026-11-26T00:00:00");
  });

  test("days are counted without clocks", () => {
    expect(addDays("2026-03-28", 1)).toBe("2026-03-29");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(daysBetween("2026-10-24", "2026-10-26")).toBe(2);
  });
});

describe("what is overdue", () => {
  test("a time at its second, a day at its end in the zone of the account", () => {
    const at = {
      date: null,
      datetime_local: "2026-11-26T12:00:00",
      zone: null,
      at: "2026-11-26T11:00:00Z",
    };
    expect(isOverdue(at, NOON, "Europe/Berlin")).toBe(false);
    expect(isOverdue(at, NOON + 1, "Europe/Berlin")).toBe(true);
    const day = { date: "2026-11-26", datetime_local: null, zone: null, at: null };
    expect(isOverdue(day, Date.parse("2026-11-26T22:59:59Z"), "Europe/Berlin")).toBe(false);
    expect(isOverdue(day, Date.parse("2026-11-26T23:00:00Z"), "Europe/Berlin")).toBe(true);
  });
});

describe("words", () => {
  test("a day of another year than this one, or than the one beside it, has its year", () => {
    const today = wallTime(Date.now(), BERLIN.zone);
    expect(sayWall(today, BERLIN)).not.toContain(today.slice(0, 4));
    expect(sayWall("2001-11-26", BERLIN)).toContain("2001");
    expect(sayWall("2001-11-26", BERLIN, "2001-01-01")).not.toContain("2001");
  });

  test("days near today by name, others by date, with the year if it is another", () => {
    const said = [
      "2026-11-25",
      "2026-11-26",
      "2026-11-27",
      "2026-11-30",
      "2026-12-24",
      "2027-01-02",
    ];
    expect(said.map((day) => sayDay(day, "2026-11-26"))).toEqual([
      "Yesterday",
      "Today",
      "Tomorrow",
      "Monday",
      "Dec 24",
      "Jan 2, 2027",
    ]);
  });

  test("times as the profile reads them", () => {
    const due = { date: null, datetime_local: "2026-11-27T09:05:00", zone: null, at: null };
    expect(sayDue(due, NOON, BERLIN)).toBe("Tomorrow 09:05");
    expect(sayDue(due, NOON, NEW_YORK)).toBe("Tomorrow 9:05 AM");
  });

  test("a week begins where the profile says", () => {
    expect(weekDays("MO")).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(weekDays("SU")).toEqual([7, 1, 2, 3, 4, 5, 6]);
  });
});
