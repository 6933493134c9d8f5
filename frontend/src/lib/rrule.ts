import type { Day } from "./time";

/**
 * Rules as people click them together, and as RFC 5545 writes them. Pure.
 *
 * Whatever is not in here stays a text (`parseRule` answers null), and is kept byte for byte.
 */

export const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export const FREQS = ["HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
export type Freq = (typeof FREQS)[number];

/** First to fourth, or the last. */
export const NTHS = [1, 2, 3, 4, -1] as const;
export type Nth = (typeof NTHS)[number];

/** Which day of a month. */
export type MonthDay =
  /** `short`: what months do that have no such day; `last` is their last day instead. */
  | { readonly kind: "day"; readonly day: number; readonly short: "last" | "skip" }
  | { readonly kind: "last" }
  | { readonly kind: "nth"; readonly nth: Nth; readonly weekday: Weekday }
  /** The first or last day from Monday to Friday. */
  | { readonly kind: "workday"; readonly nth: 1 | -1 };

export type RuleEnd =
  | { readonly kind: "never" }
  | { readonly kind: "until"; readonly day: Day }
  | { readonly kind: "count"; readonly count: number };

export interface Rule {
  readonly freq: Freq;
  readonly interval: number;
  /** Of weekly rules, in the order of the week from Monday; one at least. */
  readonly weekdays: readonly Weekday[];
  /** Of weekly rules: with an interval above 1 it decides which days are of one week. */
  readonly weekStart: Weekday;
  /** Of monthly and yearly rules. */
  readonly monthDay: MonthDay;
  /** The month of a yearly rule; of others the months outside of which they rest, empty: none. */
  readonly months: readonly number[];
  /** Hours of the day, where the rule has its own; all with `minute`. Empty: the time it is due. */
  readonly hours: readonly number[];
  readonly minute: number;
  readonly end: RuleEnd;
}

const WORKDAYS: readonly Weekday[] = ["MO", "TU", "WE", "TH", "FR"];
const LONGEST_MONTH = 31;
const LEAP_DAY = 29;
const FEBRUARY = 2;
const LENGTHS = [31, LEAP_DAY, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** The weekday of a day. `weekdayOf("2026-11-27") === "FR"` */
export function weekdayOf(day: Day): Weekday {
  return WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? "MO";
}

/** How many days the month has that a yearly rule names; of a leap year. */
export const longestOf = (month: number | undefined): number =>
  LENGTHS[(month ?? 1) - 1] ?? LONGEST_MONTH;

/** What repeating means for a start on this day, before anything else was said. */
export function plainRule(freq: Freq, start: Day, weekStart: Weekday): Rule {
  const [, month = 1, day = 1] = start.split("-").map(Number);
  return {
    freq,
    interval: 1,
    weekdays: [weekdayOf(start)],
    weekStart,
    monthDay: { kind: "day", day, short: "last" },
    months: freq === "YEARLY" ? [month] : [],
    hours: [],
    minute: 0,
    end: { kind: "never" },
  };
}

/** Whether some month that the rule reaches does not have its day. */
export function meetsShortMonths(rule: Rule): boolean {
  if (rule.monthDay.kind !== "day") return false;
  const { day } = rule.monthDay;
  if (rule.freq === "YEARLY") return rule.months[0] === FEBRUARY && day === LEAP_DAY;
  if (rule.freq !== "MONTHLY") return false;
  const reached = rule.months.length > 0 ? rule.months : LENGTHS.map((_, index) => index + 1);
  return reached.some((month) => day > (month === FEBRUARY ? 28 : longestOf(month)));
}

/** What the next date counts from: the calendar, or the day that the last one was done. */
export type Anchor = "schedule" | "completion";

/**
 * The rule as RFC 5545 writes it, without `RRULE:`.
 *
 * What counts from its completion has no days of its own: it comes an interval later.
 */
export function buildRule(rule: Rule, anchor: Anchor = "schedule"): string {
  const parts = [`FREQ=${rule.freq}`];
  if (rule.interval > 1) parts.push(`INTERVAL=${rule.interval}`);
  if (anchor === "schedule") parts.push(...dateParts(rule));
  else if (rule.freq === "WEEKLY") parts.push(`WKST=${rule.weekStart}`);
  if (rule.end.kind === "until") parts.push(`UNTIL=${rule.end.day.replaceAll("-", "")}`);
  if (rule.end.kind === "count") parts.push(`COUNT=${rule.end.count}`);
  return parts.join(";");
}

function dateParts(rule: Rule): string[] {
  if (rule.freq === "HOURLY") return [];
  const parts: string[] = [];
  const months = rule.months.length > 0 ? [`BYMONTH=${ascending(rule.months).join(",")}`] : [];
  if (rule.freq === "WEEKLY") {
    const days = WEEKDAYS.filter((each) => rule.weekdays.includes(each));
    parts.push(...months, `BYDAY=${days.join(",")}`, `WKST=${rule.weekStart}`);
  } else if (rule.freq === "MONTHLY" || rule.freq === "YEARLY") {
    parts.push(...months, ...monthDayParts(rule));
  } else parts.push(...months);
  if (rule.hours.length > 0) {
    const hours = ascending(rule.hours).join(",");
    parts.push(`BYHOUR=${hours}`, `BYMINUTE=${rule.minute}`, "BYSECOND=0");
  }
  return parts;
}

const ascending = (numbers: readonly number[]): number[] =>
  [...numbers].sort((one, other) => one - other);

function monthDayParts(rule: Rule): string[] {
  const { monthDay: on } = rule;
  switch (on.kind) {
    case "last":
      return ["BYMONTHDAY=-1"];
    case "nth":
      return [`BYDAY=${on.nth}${on.weekday}`];
    case "workday":
      return [`BYDAY=${WORKDAYS.join(",")}`, `BYSETPOS=${on.nth}`];
    case "day": {
      if (on.short === "skip" || !meetsShortMonths(rule)) return [`BYMONTHDAY=${on.day}`];
      // The last that there is of 28, 29, 30: no rule of the RFC says “or the last day” itself.
      if (on.day === LONGEST_MONTH) return ["BYMONTHDAY=-1"];
      const days = Array.from({ length: on.day - 27 }, (_, index) => 28 + index);
      return [`BYMONTHDAY=${days.join(",")}`, "BYSETPOS=-1"];
    }
  }
}

type Parts = ReadonlyMap<string, string>;

/**
 * The rule that a text says, for a series that starts on `start`; null if it has anything that
 * cannot be clicked together.
 */
export function parseRule(
  text: string,
  start: Day,
  weekStart: Weekday,
  anchor: Anchor = "schedule",
): Rule | null {
  const parts = partsOf(text);
  const freq = FREQS.find((each) => each === parts?.get("FREQ"));
  if (parts === null || freq === undefined) return null;
  const reader = new Reader(parts);
  if (anchor === "completion") return plainInterval(reader, plainRule(freq, start, weekStart));
  const rule: Rule = {
    ...plainRule(freq, start, weekStart),
    interval: reader.interval(),
    months: reader.numbers("BYMONTH", 1, 12),
    ...reader.times(freq),
    end: reader.end(),
  };
  const whole = withDays(rule, reader, start);
  return reader.isAllRead && whole !== null ? whole : null;
}

function plainInterval(reader: Reader, plain: Rule): Rule | null {
  const weekStart = plain.freq === "WEEKLY" ? reader.weekStart() : {};
  const rule = { ...plain, ...weekStart, interval: reader.interval(), end: reader.end() };
  return reader.isAllRead ? rule : null;
}

function partsOf(text: string): Parts | null {
  const pairs = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, "")
    .split(";")
    .map((part) => part.split("="));
  const parts = new Map(pairs.map(([name = "", value = ""]) => [name, value]));
  const isPlain = pairs.every((pair) => pair.length === 2) && parts.size === pairs.length;
  return isPlain ? parts : null;
}

function withDays(rule: Rule, reader: Reader, start: Day): Rule | null {
  switch (rule.freq) {
    case "HOURLY":
      return rule.months.length === 0 ? rule : null;
    case "DAILY":
      return reader.has("BYDAY") ? dailyAsWeekly(rule, reader) : rule;
    case "WEEKLY":
      return { ...rule, weekdays: reader.weekdays() ?? [weekdayOf(start)], ...reader.weekStart() };
    case "MONTHLY":
      return withMonthDay(rule, reader, null);
    case "YEARLY":
      return yearly(rule, reader, start);
  }
}

/** Every day that is a Monday is every week on Monday; every third day that is one is not. */
function dailyAsWeekly(rule: Rule, reader: Reader): Rule | null {
  const weekdays = reader.weekdays();
  if (rule.interval !== 1 || weekdays === null) return null;
  return { ...rule, freq: "WEEKLY", weekdays, ...reader.weekStart() };
}

function yearly(rule: Rule, reader: Reader, start: Day): Rule | null {
  const isBare = !reader.has("BYMONTHDAY") && !reader.has("BYDAY");
  // Without a month its days are those of each month, or of the year; several are several dates.
  if (rule.months.length > 1 || (rule.months.length === 0 && !isBare)) return null;
  const months = rule.months.length === 1 ? rule.months : [Number(start.slice(5, 7))];
  return withMonthDay({ ...rule, months }, reader, months[0] ?? null);
}

function withMonthDay(rule: Rule, reader: Reader, month: number | null): Rule | null {
  const monthDay = reader.monthDay(rule, month);
  return monthDay === null ? null : { ...rule, monthDay };
}

/** Reads the parts of a rule, and knows whether any is left that nobody asked for. */
class Reader {
  private readonly left: Map<string, string>;
  private isWrong = false;

  constructor(parts: Parts) {
    this.left = new Map(parts);
    this.left.delete("FREQ");
  }

  get isAllRead(): boolean {
    // Where the week starts changes weekly rules alone.
    this.left.delete("WKST");
    return this.left.size === 0 && !this.isWrong;
  }

  has(name: string): boolean {
    return this.left.has(name);
  }

  private take(name: string): string | null {
    const value = this.left.get(name) ?? null;
    this.left.delete(name);
    return value;
  }

  private wrong<T>(instead: T): T {
    this.isWrong = true;
    return instead;
  }

  numbers(name: string, least: number, most: number): number[] {
    const text = this.take(name);
    if (text === null) return [];
    const found = text
      .split(",")
      .map((each) => (/^-?\d{1,3}$/.test(each) ? Number(each) : Number.NaN));
    const isGood = found.every((each) => each >= least && each <= most);
    return isGood ? ascending([...new Set(found)]) : this.wrong([]);
  }

  interval(): number {
    const text = this.take("INTERVAL") ?? "1";
    return /^[1-9]\d{0,6}$/.test(text) ? Number(text) : this.wrong(1);
  }

  times(freq: Freq): Pick<Rule, "hours" | "minute"> {
    if (!this.has("BYHOUR") || freq === "HOURLY") return { hours: [], minute: 0 };
    const hours = this.numbers("BYHOUR", 0, 23);
    const minutes = this.numbers("BYMINUTE", 0, 59);
    const seconds = this.numbers("BYSECOND", 0, 59);
    const isPlain = minutes.length === 1 && seconds.every((each) => each === 0);
    return isPlain ? { hours, minute: minutes[0] ?? 0 } : this.wrong({ hours: [], minute: 0 });
  }

  end(): RuleEnd {
    const until = this.take("UNTIL");
    const count = this.take("COUNT");
    if (until !== null) {
      const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)(?:T235959)?$/.exec(until) ?? [];
      const whole = `${year}-${month}-${day}`;
      return count === null && year ? { kind: "until", day: whole } : this.wrong({ kind: "never" });
    }
    if (count === null) return { kind: "never" };
    if (!/^[1-9]\d{0,6}$/.test(count)) return this.wrong({ kind: "never" });
    return { kind: "count", count: Number(count) };
  }

  weekStart(): { weekStart: Weekday } | Record<string, never> {
    const text = this.take("WKST");
    if (text === null) return { weekStart: "MO" };
    const found = WEEKDAYS.find((each) => each === text);
    return found === undefined ? this.wrong({}) : { weekStart: found };
  }

  /** Plain weekdays; null without any. */
  weekdays(): Weekday[] | null {
    const text = this.take("BYDAY");
    if (text === null) return null;
    const asked = text.split(",");
    const found = WEEKDAYS.filter((each) => asked.includes(each));
    return asked.every((each) => found.some((one) => one === each)) ? found : this.wrong(null);
  }

  monthDay(rule: Rule, month: number | null): MonthDay | null {
    const hasDays = this.has("BYMONTHDAY");
    if (hasDays && this.has("BYDAY")) return null;
    if (hasDays) return this.dayOfMonth(rule, month);
    if (this.has("BYDAY")) return this.weekdayOfMonth();
    const { monthDay } = rule;
    return monthDay.kind === "day" ? { ...monthDay, short: "skip" } : null;
  }

  private dayOfMonth(rule: Rule, month: number | null): MonthDay | null {
    const days = this.numbers("BYMONTHDAY", -1, LONGEST_MONTH);
    const position = this.take("BYSETPOS");
    const last = days.at(-1) ?? 0;
    if (days.length === 1 && position === null && last !== 0) {
      return last === -1
        ? { kind: "last" }
        : { kind: "day", day: last, short: shortOf(rule, last) };
    }
    const isClamp = days.every((day, index) => day === 28 + index) && days.length > 1;
    const most = month === null ? 30 : longestOf(month);
    if (!isClamp || position !== "-1" || last > most) return null;
    return { kind: "day", day: last, short: "last" };
  }

  private weekdayOfMonth(): MonthDay | null {
    const text = this.take("BYDAY") ?? "";
    const position = this.take("BYSETPOS");
    if (text === WORKDAYS.join(",") && (position === "1" || position === "-1")) {
      return { kind: "workday", nth: position === "1" ? 1 : -1 };
    }
    const [, number, name] = /^(-1|[1-4]|\+[1-4])?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text) ?? [];
    const weekday = WEEKDAYS.find((each) => each === name);
    if ((number === undefined) === (position === null)) return null;
    const nth = NTHS.find((each) => each === Number(number ?? position));
    return weekday === undefined || nth === undefined ? null : { kind: "nth", nth, weekday };
  }
}

/** A single day says “skip” where months lack it; where none does, nothing is asked. */
function shortOf(rule: Rule, day: number): "last" | "skip" {
  return meetsShortMonths({ ...rule, monthDay: { kind: "day", day, short: "skip" } })
    ? "skip"
    : "last";
}

/** The same rule without what its kind does not use, so that rules of one meaning are equal. */
export function tidyRule(rule: Rule, start: Day): Rule {
  const plain = plainRule(rule.freq, start, rule.weekStart);
  const isMonthly = rule.freq === "MONTHLY" || rule.freq === "YEARLY";
  const months = rule.freq === "HOURLY" ? [] : ascending(rule.months);
  const found: Rule = {
    ...rule,
    weekdays:
      rule.freq === "WEEKLY"
        ? WEEKDAYS.filter((each) => rule.weekdays.includes(each))
        : plain.weekdays,
    monthDay: isMonthly ? rule.monthDay : plain.monthDay,
    months,
    hours: rule.freq === "HOURLY" ? [] : ascending(rule.hours),
    minute: rule.freq === "HOURLY" || rule.hours.length === 0 ? 0 : rule.minute,
  };
  if (!isMonthly || found.monthDay.kind !== "day") return found;
  const { monthDay } = found;
  if (!meetsShortMonths(found)) return { ...found, monthDay: { ...monthDay, short: "last" } };
  const isLast = monthDay.day === LONGEST_MONTH && monthDay.short === "last";
  return isLast ? { ...found, monthDay: { kind: "last" } } : found;
}
