const NTHS: Readonly<Record<number, string>> = {
  1: "first",
  2: "second",
  3: "third",
  4: "fourth",
  [-1]: "last",
};

const ENDINGS: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };
const ordinals = new Intl.PluralRules("en", { type: "ordinal" });
const ordinal = (day: number): string => `${day}${ENDINGS[ordinals.select(day)]}`;

const every =
  (unit: string) =>
  (count: number): string =>
    count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
const after =
  (unit: string) =>
  (count: number): string =>
    `${count} ${unit}${count === 1 ? "" : "s"} after it is done`;

export default {
  every: {
    HOURLY: every("hour"),
    DAILY: every("day"),
    WEEKLY: every("week"),
    MONTHLY: every("month"),
    YEARLY: every("year"),
  },
  afterDone: {
    HOURLY: after("hour"),
    DAILY: after("day"),
    WEEKLY: after("week"),
    MONTHLY: after("month"),
    YEARLY: after("year"),
  },
  workdays: "weekdays",
  weekend: "weekends",
  eachOf: (days: string) => `every ${days}`,
  onDays: (every: string, days: string) => `${every} on ${days}`,
  onDay: (every: string, day: number) => `${every} on the ${ordinal(day)}`,
  onDayOrLast: (every: string, day: number) =>
    `${every} on the ${ordinal(day)}, or the last day of shorter months`,
  onDaySkipping: (every: string, day: number) =>
    `${every} on the ${ordinal(day)}, skipping months without it`,
  onLastDay: (every: string) => `${every} on the last day`,
  onNth: (every: string, nth: number, day: string) => `${every} on the ${NTHS[nth]} ${day}`,
  onWorkday: (every: string, nth: number) => `${every} on the ${NTHS[nth]} weekday`,
  onDate: (every: string, date: string) => `${every} on ${date}`,
  orTheDayBefore: (words: string) => `${words}, or the 28th in other years`,
  skippingYears: (words: string) => `${words}, in leap years only`,
  ofMonth: (words: string, month: string) => `${words} of ${month}`,
  onlyIn: (words: string, months: string) => `${words}, in ${months} only`,
  at: (words: string, times: string) => `${words} at ${times}`,
  until: (words: string, day: string) => `${words}, until ${day}`,
  times: (words: string, count: number) =>
    count === 1 ? `${words}, once` : `${words}, ${count} times`,
  own: "by a rule of its own",
};
