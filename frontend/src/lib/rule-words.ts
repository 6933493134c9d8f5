import { language, locale } from "./messages";
import { type Anchor, parseRule, type Rule, WEEKDAYS, type Weekday } from "./rrule";
import { type Clockwork, type Day, formatDay, formatTime } from "./time";

/** How a language says the parts of a rule. Its numbers are 1 or more. */
export interface RuleTexts {
  readonly every: Readonly<Record<Rule["freq"], (count: number) => string>>;
  readonly afterDone: Readonly<Record<Rule["freq"], (count: number) => string>>;
  readonly workdays: string;
  readonly weekend: string;
  /** Each week on these days. */
  readonly eachOf: (days: string) => string;
  readonly onDays: (every: string, days: string) => string;
  readonly onDay: (every: string, day: number) => string;
  readonly onDayOrLast: (every: string, day: number) => string;
  readonly onDaySkipping: (every: string, day: number) => string;
  readonly onLastDay: (every: string) => string;
  readonly onNth: (every: string, nth: number, day: string) => string;
  readonly onWorkday: (every: string, nth: number) => string;
  /** A day of the year, as `formatDay` writes it. */
  readonly onDate: (every: string, date: string) => string;
  readonly orTheDayBefore: (words: string) => string;
  readonly skippingYears: (words: string) => string;
  readonly ofMonth: (words: string, month: string) => string;
  readonly onlyIn: (words: string, months: string) => string;
  readonly at: (words: string, times: string) => string;
  readonly until: (words: string, day: string) => string;
  readonly times: (words: string, count: number) => string;
}

export interface RuleContext {
  /** When it is due: a day, or a wall time. */
  readonly start: string;
  readonly anchor: Anchor;
  readonly clockwork: Clockwork;
}

const and = new Intl.ListFormat(language, { type: "conjunction" });
const A_MONDAY = "2024-01-0";
const LEAP_YEAR = "2024";

/** “Monday”, “Montag”; or shorter. */
export const weekdayName = (day: Weekday, length: "long" | "short" | "narrow" = "long"): string =>
  formatDay(`${A_MONDAY}${WEEKDAYS.indexOf(day) + 1}`, { weekday: length });

/** The name of a month; or shorter. */
export const monthName = (month: number, length: "long" | "short" = "long"): string =>
  formatDay(`${LEAP_YEAR}-${two(month)}-01`, { month: length });

const two = (number: number): string => String(number).padStart(2, "0");

/** What a rule means, to stand in a row or a sentence; null if it is none of the common ones. */
export function ruleWords(text: string, context: RuleContext, t: RuleTexts): string | null {
  const { start, anchor, clockwork } = context;
  const rule = parseRule(text, start.slice(0, 10), clockwork.week_start, anchor);
  return rule === null ? null : wordsOfRule(rule, context, t);
}

/** As ruleWords, of a rule that was clicked together. */
export function wordsOfRule(rule: Rule, { anchor, clockwork }: RuleContext, t: RuleTexts): string {
  if (anchor === "completion") return withEnd(t.afterDone[rule.freq](rule.interval), rule, t);
  return withEnd(withTimes(withSeason(dates(rule, t), rule, t), rule, clockwork, t), rule, t);
}

function dates(rule: Rule, t: RuleTexts): string {
  const every = t.every[rule.freq](rule.interval);
  if (rule.freq === "WEEKLY") return weekly(rule, every, t);
  if (rule.freq === "MONTHLY") return monthly(rule, every, t);
  return rule.freq === "YEARLY" ? yearly(rule, every, t) : every;
}

function weekly(rule: Rule, every: string, t: RuleTexts): string {
  const days = rule.weekdays.join();
  if (rule.interval === 1) {
    if (days === WEEKDAYS.join()) return t.every.DAILY(1);
    if (days === WEEKDAYS.slice(0, 5).join()) return t.workdays;
    if (days === WEEKDAYS.slice(5).join()) return t.weekend;
    return t.eachOf(and.format(rule.weekdays.map((day) => weekdayName(day))));
  }
  const length = rule.weekdays.length > 2 ? "short" : "long";
  return t.onDays(every, and.format(rule.weekdays.map((day) => weekdayName(day, length))));
}

function monthly({ monthDay: on, ...rule }: Rule, every: string, t: RuleTexts): string {
  switch (on.kind) {
    case "last":
      return t.onLastDay(every);
    case "nth":
      return t.onNth(every, on.nth, weekdayName(on.weekday));
    case "workday":
      return t.onWorkday(every, on.nth);
    case "day":
      if (on.day <= 28 || !lacks(rule.months, on.day)) return t.onDay(every, on.day);
      return on.short === "skip" ? t.onDaySkipping(every, on.day) : t.onDayOrLast(every, on.day);
  }
}

/** Whether one of the months, of all if none is named, has no such day in common years. */
const lacks = (months: readonly number[], day: number): boolean =>
  (months.length === 0 ? [2] : months).some(
    (month) => new Date(Date.UTC(2025, month, 0)).getUTCDate() < day,
  );

function yearly(rule: Rule, every: string, t: RuleTexts): string {
  const [month = 1] = rule.months;
  const { monthDay: on } = rule;
  if (on.kind !== "day") return t.ofMonth(monthly(rule, every, t), monthName(month));
  const day: Day = `${LEAP_YEAR}-${two(month)}-${two(on.day)}`;
  const words = t.onDate(every, formatDay(day, { day: "numeric", month: "long" }));
  if (month !== 2 || on.day !== 29) return words;
  return on.short === "skip" ? t.skippingYears(words) : t.orTheDayBefore(words);
}

function withSeason(words: string, rule: Rule, t: RuleTexts): string {
  if (rule.freq === "YEARLY" || rule.months.length === 0) return words;
  return t.onlyIn(words, and.format(rule.months.map((month) => monthName(month))));
}

function withTimes(words: string, rule: Rule, clockwork: Clockwork, t: RuleTexts): string {
  if (rule.hours.length === 0) return words;
  const times = rule.hours.map((hour) =>
    formatTime(`2024-01-01T${two(hour)}:${two(rule.minute)}:00`, clockwork),
  );
  return t.at(words, and.format(times));
}

function withEnd(words: string, { end }: Rule, t: RuleTexts): string {
  if (end.kind === "never") return words;
  if (end.kind === "count") return t.times(words, end.count);
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${end.day}T00:00:00Z`),
  );
  return t.until(words, day);
}
