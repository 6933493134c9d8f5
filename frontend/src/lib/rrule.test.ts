import { describe, expect, test } from "vitest";
import {
  buildRule,
  FREQS,
  longestOf,
  type MonthDay,
  NTHS,
  parseRule,
  plainRule,
  type Rule,
  type RuleEnd,
  tidyRule,
  WEEKDAYS,
  weekdayOf,
} from "./rrule";

const FRIDAY = "2026-11-27";
const read = (text: string, start = FRIDAY) => parseRule(text, start, "MO");

/** Numbers that are the same in every run (mulberry32). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function ruleFrom(next: (below: number) => number): Rule {
  const pick = <T>(of: readonly T[]): T => of[next(of.length)] as T;
  const some = <T>(of: readonly T[]): T[] => of.filter(() => next(3) === 0);
  const freq = pick(FREQS);
  const month = 1 + next(12);
  const monthDay = pick<MonthDay>([
    { kind: "last" },
    { kind: "nth", nth: pick(NTHS), weekday: pick(WEEKDAYS) },
    { kind: "workday", nth: pick([1, -1] as const) },
    {
      kind: "day",
      day: 1 + next(freq === "YEARLY" ? longestOf(month) : 31),
      short: pick(["last", "skip"] as const),
    },
    {
      kind: "day",
      day: 29 + next(freq === "YEARLY" ? 1 : 3),
      short: pick(["last", "skip"] as const),
    },
  ]);
  const allMonths = Array.from({ length: 12 }, (_, index) => index + 1);
  const hours = some(Array.from({ length: 24 }, (_, index) => index));
  const weekdays = some(WEEKDAYS);
  return {
    freq,
    interval: 1 + next(5),
    weekdays: weekdays.length > 0 ? weekdays : [pick(WEEKDAYS)],
    weekStart: freq === "WEEKLY" ? pick(WEEKDAYS) : "MO",
    monthDay,
    months: freq === "YEARLY" ? [month] : some(allMonths),
    hours,
    minute: next(60),
    end: pick<RuleEnd>([
      { kind: "never" },
      { kind: "until", day: `20${27 + next(60)}-0${1 + next(9)}-1${next(10)}` },
      { kind: "count", count: 1 + next(400) },
    ]),
  };
}

test("what was clicked together is read back as it was, 5000 rules", () => {
  const next = numbersFrom(9);
  for (let index = 0; index < 5000; index += 1) {
    const rule = ruleFrom(next);
    const text = buildRule(rule);
    expect(read(text), text).toEqual(tidyRule(rule, FRIDAY));
    expect(buildRule(tidyRule(rule, FRIDAY))).toBe(text);
  }
});

test("what counts from completion has an interval and an end alone", () => {
  const rule: Rule = { ...plainRule("MONTHLY", FRIDAY, "MO"), interval: 3 };
  expect(buildRule(rule, "completion")).toBe("FREQ=MONTHLY;INTERVAL=3");
  expect(parseRule("FREQ=MONTHLY;INTERVAL=3", FRIDAY, "MO", "completion")).toEqual(rule);
  expect(buildRule({ ...rule, freq: "WEEKLY" }, "completion")).toBe(
    "FREQ=WEEKLY;INTERVAL=3;WKST=MO",
  );
  expect(parseRule("FREQ=WEEKLY;BYDAY=MO", FRIDAY, "MO", "completion")).toBeNull();
});

describe("ends of months (product.md 5.1)", () => {
  const monthly = (day: number, short: "last" | "skip") =>
    buildRule({ ...plainRule("MONTHLY", FRIDAY, "MO"), monthDay: { kind: "day", day, short } });

  test.each([
    [31, "last", "FREQ=MONTHLY;BYMONTHDAY=-1"],
    [30, "last", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"],
    [29, "last", "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1"],
    [28, "last", "FREQ=MONTHLY;BYMONTHDAY=28"],
    [31, "skip", "FREQ=MONTHLY;BYMONTHDAY=31"],
    [30, "skip", "FREQ=MONTHLY;BYMONTHDAY=30"],
  ] as const)("the %s., %s", (day, short, text) => {
    expect(monthly(day, short)).toBe(text);
  });

  test("a 29 February is a 28 in common years, or every fourth year alone", () => {
    const rule = plainRule("YEARLY", "2028-02-29", "MO");
    expect(buildRule(rule)).toBe("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1");
    const skipping: Rule = { ...rule, monthDay: { kind: "day", day: 29, short: "skip" } };
    expect(buildRule(skipping)).toBe("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29");
  });

  test("where each month has the day, nothing is asked", () => {
    const rule: Rule = {
      ...plainRule("MONTHLY", "2026-07-31", "MO"),
      months: [7, 8],
    };
    expect(buildRule(rule)).toBe("FREQ=MONTHLY;BYMONTH=7,8;BYMONTHDAY=31");
  });
});

describe("weekly (product.md 5.4)", () => {
  test("the start of the week is always written", () => {
    expect(buildRule(plainRule("WEEKLY", FRIDAY, "SU"))).toBe("FREQ=WEEKLY;BYDAY=FR;WKST=SU");
  });

  test("days come in the order of the week, however they were clicked", () => {
    const rule: Rule = { ...plainRule("WEEKLY", FRIDAY, "MO"), weekdays: ["FR", "MO", "WE"] };
    expect(buildRule({ ...rule, interval: 2 })).toBe(
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;WKST=MO",
    );
  });

  test("a rule without days is of the day it starts on; without WKST weeks start on Monday", () => {
    expect(parseRule("FREQ=WEEKLY", FRIDAY, "SU")).toMatchObject({
      weekdays: ["FR"],
      weekStart: "MO",
    });
  });

  test("every day that is a Monday is every week on Monday", () => {
    expect(read("FREQ=DAILY;BYDAY=MO,FR")).toMatchObject({
      freq: "WEEKLY",
      weekdays: ["MO", "FR"],
    });
    expect(read("FREQ=DAILY;INTERVAL=2;BYDAY=MO")).toBeNull();
  });
});

test("what quick add writes can be clicked on", () => {
  expect(read("FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0;BYSECOND=0")).toMatchObject({
    hours: [8, 20],
    minute: 0,
  });
  expect(read("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")).toMatchObject({
    monthDay: { kind: "workday", nth: -1 },
  });
  expect(read("FREQ=MONTHLY;BYDAY=-1FR")).toMatchObject({
    monthDay: { kind: "nth", nth: -1, weekday: "FR" },
  });
  expect(read("RRULE:freq=weekly;byday=mo;until=20261231;wkst=mo")).toMatchObject({
    end: { kind: "until", day: "2026-12-31" },
  });
});

test("bare rules of the RFC mean the day they start on, and skip where it lacks", () => {
  expect(read("FREQ=MONTHLY", "2026-01-31")).toMatchObject({
    monthDay: { kind: "day", day: 31, short: "skip" },
  });
  expect(read("FREQ=YEARLY", "2026-12-24")).toMatchObject({
    months: [12],
    monthDay: { kind: "day", day: 24 },
  });
});

test.each([
  "",
  "daily",
  "FREQ=SECONDLY",
  "FREQ=MINUTELY;INTERVAL=30",
  "FREQ=DAILY;INTERVAL=0",
  "FREQ=DAILY;COUNT=2;UNTIL=20270101",
  "FREQ=DAILY;FREQ=WEEKLY",
  "FREQ=DAILY;UNTIL=20270101T120000Z",
  "FREQ=DAILY;BYHOUR=8",
  "FREQ=DAILY;BYMINUTE=30",
  "FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0,30",
  "FREQ=DAILY;BYMONTHDAY=13",
  "FREQ=HOURLY;BYHOUR=9,10",
  "FREQ=HOURLY;BYMONTH=3",
  "FREQ=WEEKLY;BYDAY=XX;WKST=MO",
  "FREQ=WEEKLY;BYDAY=MO;WKST=XX",
  "FREQ=MONTHLY;BYMONTHDAY=1,15",
  "FREQ=MONTHLY;BYMONTHDAY=-2",
  "FREQ=MONTHLY;BYMONTHDAY=0",
  "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
  "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
  "FREQ=MONTHLY;BYDAY=MO",
  "FREQ=MONTHLY;BYDAY=5MO",
  "FREQ=MONTHLY;BYDAY=2MO;BYSETPOS=1",
  "FREQ=YEARLY;BYMONTHDAY=15",
  "FREQ=YEARLY;BYDAY=20MO",
  "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1",
  "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
  "FREQ=YEARLY;BYWEEKNO=20",
  "FREQ=YEARLY;BYEASTER=0",
])("%s stays a text", (text) => {
  expect(read(text)).toBeNull();
});

test("weekdays of days", () => {
  expect([weekdayOf("2026-11-27"), weekdayOf("2024-02-29"), weekdayOf("2026-11-29")]).toEqual([
    "FR",
    "TH",
    "SU",
  ]);
});
