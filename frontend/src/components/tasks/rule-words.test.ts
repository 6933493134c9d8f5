import { expect, test, vi } from "vitest";
import type { Anchor } from "@/lib/rrule";
import { monthName, ruleWords, weekdayName } from "@/lib/rule-words";
import de from "@/messages/de/rules";
import en from "@/messages/en/rules";

const clockwork = { zone: "Europe/Berlin", week_start: "MO", time_format: "24h" } as const;

const say = (rrule: string, start = "2026-11-27T09:00:00", anchor: Anchor = "schedule") =>
  ruleWords(rrule, { start, anchor, clockwork }, en);

test.each([
  ["FREQ=HOURLY", "every hour"],
  ["FREQ=HOURLY;INTERVAL=4", "every 4 hours"],
  ["FREQ=DAILY", "every day"],
  ["FREQ=DAILY;INTERVAL=3", "every 3 days"],
  ["FREQ=DAILY;BYHOUR=8,20;BYMINUTE=30;BYSECOND=0", "every day at 08:30 and 20:30"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=MO", "weekdays"],
  ["FREQ=WEEKLY;BYDAY=SA,SU;WKST=MO", "weekends"],
  ["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;WKST=MO", "every day"],
  ["FREQ=WEEKLY", "every Friday"],
  ["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;WKST=SU", "every 2 weeks on Mon, Wed, and Fri"],
  ["FREQ=MONTHLY;BYMONTHDAY=15", "every month on the 15th"],
  ["FREQ=MONTHLY;BYMONTHDAY=22", "every month on the 22nd"],
  ["FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day"],
  [
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
    "every month on the 30th, or the last day of shorter months",
  ],
  ["FREQ=MONTHLY;BYMONTHDAY=31", "every month on the 31st, skipping months without it"],
  ["FREQ=MONTHLY;BYMONTH=7,8;BYMONTHDAY=31", "every month on the 31st, in July and August only"],
  ["FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1", "every 3 months on the last day"],
  ["FREQ=MONTHLY;BYDAY=2TU", "every month on the second Tuesday"],
  ["FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "every month on the last Friday"],
  ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last weekday"],
  ["FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "every year on December 24"],
  ["FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "every year on the fourth Thursday of November"],
  [
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
    "every year on February 29, or the 28th in other years",
  ],
  ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "every year on February 29, in leap years only"],
  ["FREQ=WEEKLY;BYDAY=MO;WKST=MO;UNTIL=20261231", "every Monday, until December 31, 2026"],
  ["FREQ=DAILY;COUNT=10", "every day, 10 times"],
  ["FREQ=DAILY;COUNT=1", "every day, once"],
])("%s is %s", (rrule, words) => {
  expect(say(rrule)).toBe(words);
});

test("what counts from completion says so", () => {
  expect(say("FREQ=DAILY;INTERVAL=3", undefined, "completion")).toBe("3 days after it is done");
  expect(say("FREQ=WEEKLY;COUNT=5", undefined, "completion")).toBe(
    "1 week after it is done, 5 times",
  );
});

test("exotic rules have no words here: the server says them", () => {
  expect(say("FREQ=YEARLY;BYWEEKNO=20")).toBeNull();
});

test("in German, with German days", async () => {
  vi.stubGlobal("navigator", { ...navigator, languages: ["de-DE"] });
  vi.resetModules();
  const german = await import("@/lib/rule-words");
  const sage = (rrule: string, anchor: Anchor = "schedule") =>
    german.ruleWords(rrule, { start: "2026-11-27", anchor, clockwork }, de);
  expect(sage("FREQ=HOURLY")).toBe("jede Stunde");
  expect(sage("FREQ=WEEKLY;BYDAY=MO,FR;WKST=MO")).toBe("jeden Montag und Freitag");
  expect(sage("FREQ=MONTHLY;BYMONTHDAY=-1")).toBe("jeden Monat am letzten Tag");
  expect(sage("FREQ=MONTHLY;BYDAY=-1FR")).toBe("jeden Monat am letzten Freitag");
  expect(sage("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=24")).toBe("jedes Jahr am 24. April");
  expect(sage("FREQ=DAILY;BYHOUR=8,20;BYMINUTE=0;BYSECOND=0;UNTIL=20270430")).toBe(
    "jeden Tag um 08:00 und 20:00 Uhr, bis 30. April 2027",
  );
  expect(sage("FREQ=WEEKLY;INTERVAL=3", "completion")).toBe("3 Wochen nach dem Erledigen");
  expect(sage("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1")).toBe(
    "jeden Monat am 30., in kürzeren Monaten am letzten Tag",
  );
  vi.unstubAllGlobals();
});

test("names of days and months", () => {
  expect([
    weekdayName("SU"),
    weekdayName("MO", "short"),
    monthName(2),
    monthName(12, "short"),
  ]).toEqual(["Sunday", "Mon", "February", "Dec"]);
});
