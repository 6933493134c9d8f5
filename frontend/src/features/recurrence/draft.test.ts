import { expect, test } from "vitest";
import { aTask, ME } from "@/testing/series";
import {
  draftOf,
  presetOf,
  presetRule,
  recurrenceOf,
  rruleOf,
  withAnchor,
  withDate,
  withRule,
  withText,
} from "./draft";

const TODAY = "2026-11-27";

const kept = (rrule: string, change = {}) =>
  aTask({
    slot: "2027-01-30T09:00:00",
    recurrence: {
      rrule,
      anchor: "schedule",
      missed_policy: "collapse",
      reset_subtasks: true,
      auto_skip_minutes: null,
      exdates: [],
      rdates: [],
      ...change,
    },
  });

test("a rule that nobody touched stays byte for byte", () => {
  const draft = draftOf(kept("freq=MONTHLY;ByMonthDay=30"), TODAY, ME);
  expect(rruleOf(draft)).toBe("freq=MONTHLY;ByMonthDay=30");
  expect(draft.rule.monthDay).toEqual({ kind: "day", day: 30, short: "skip" });
  expect(rruleOf(withRule(draft, { interval: 2 }))).toBe("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=30");
});

test("a rule that cannot be clicked is a text, until somebody starts anew", () => {
  const draft = draftOf(kept("FREQ=YEARLY;BYWEEKNO=20"), TODAY, ME);
  expect(draft.isTyped).toBe(true);
  expect(presetOf(draft, "2027-01-30")).toBeUndefined();
  expect(rruleOf(withAnchor(draft, "completion"))).toBe("FREQ=YEARLY;BYWEEKNO=20");
  const anew = withRule(draft, {});
  expect([anew.isTyped, rruleOf(anew)]).toEqual([false, "FREQ=WEEKLY;BYDAY=SA;WKST=MO"]);
});

test("buttons follow what is typed as far as they can", () => {
  const draft = draftOf(aTask(), TODAY, ME);
  const typed = withText(draft, "FREQ=DAILY;INTERVAL=3", "2031-01-31");
  expect([typed.isTyped, typed.rule.interval, rruleOf(typed)]).toEqual([
    false,
    3,
    "FREQ=DAILY;INTERVAL=3",
  ]);
  expect(withText(typed, "FREQ=DAI", "2031-01-31").isTyped).toBe(true);
});

test("presets are told by their rule, whatever their end", () => {
  const draft = draftOf(aTask(), TODAY, ME);
  expect(presetOf(draft, "2031-01-31")).toBe("weekly");
  const ending = withRule(draft, { end: { kind: "count", count: 3 } });
  expect(presetOf(ending, "2031-01-31")).toBe("weekly");
  const monthly = withRule(ending, presetRule("monthly", "2031-01-31", ending.rule));
  expect([presetOf(monthly, "2031-01-31"), rruleOf(monthly)]).toEqual([
    "monthly",
    "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3",
  ]);
  expect(presetOf(withRule(draft, { interval: 2 }), "2031-01-31")).toBeUndefined();
});

test("what the server is told", () => {
  const draft = draftOf(kept("FREQ=DAILY", { exdates: ["2027-02-01T09:00:00"] }), TODAY, ME);
  expect(recurrenceOf({ ...draft, missedPolicy: "auto_skip", autoSkipMinutes: 120 })).toEqual({
    rrule: "FREQ=DAILY",
    anchor: "schedule",
    missed_policy: "auto_skip",
    auto_skip_minutes: 120,
    exdates: ["2027-02-01T09:00:00"],
    rdates: [],
    reset_subtasks: true,
  });
  expect(recurrenceOf({ ...draft, autoSkipMinutes: 120 }).auto_skip_minutes).toBeNull();
  expect(rruleOf(withAnchor(withRule(draft, { interval: 3 }), "completion"))).toBe(
    "FREQ=DAILY;INTERVAL=3",
  );
});

test("dates are in order, each once", () => {
  expect(withDate(["2027-02-03", "2027-02-01"], "2027-02-01")).toEqual([
    "2027-02-01",
    "2027-02-03",
  ]);
});
