import type { Translated } from "@/lib/messages";
import type en from "../en/rules";

const NTHS: Readonly<Record<number, string>> = {
  1: "ersten",
  2: "zweiten",
  3: "dritten",
  4: "vierten",
  [-1]: "letzten",
};

export default {
  every: {
    HOURLY: (count) => (count === 1 ? "jede Stunde" : `alle ${count} Stunden`),
    DAILY: (count) => (count === 1 ? "jeden Tag" : `alle ${count} Tage`),
    WEEKLY: (count) => (count === 1 ? "jede Woche" : `alle ${count} Wochen`),
    MONTHLY: (count) => (count === 1 ? "jeden Monat" : `alle ${count} Monate`),
    YEARLY: (count) => (count === 1 ? "jedes Jahr" : `alle ${count} Jahre`),
  },
  afterDone: {
    HOURLY: (count) => `${count === 1 ? "1 Stunde" : `${count} Stunden`} nach dem Erledigen`,
    DAILY: (count) => `${count === 1 ? "1 Tag" : `${count} Tage`} nach dem Erledigen`,
    WEEKLY: (count) => `${count === 1 ? "1 Woche" : `${count} Wochen`} nach dem Erledigen`,
    MONTHLY: (count) => `${count === 1 ? "1 Monat" : `${count} Monate`} nach dem Erledigen`,
    YEARLY: (count) => `${count === 1 ? "1 Jahr" : `${count} Jahre`} nach dem Erledigen`,
  },
  workdays: "werktags (Mo–Fr)",
  weekend: "am Wochenende",
  eachOf: (days) => `jeden ${days}`,
  onDays: (every, days) => `${every} am ${days}`,
  onDay: (every, day) => `${every} am ${day}.`,
  onDayOrLast: (every, day) => `${every} am ${day}., in kürzeren Monaten am letzten Tag`,
  onDaySkipping: (every, day) => `${every} am ${day}., kürzere Monate entfallen`,
  onLastDay: (every) => `${every} am letzten Tag`,
  onNth: (every, nth, day) => `${every} am ${NTHS[nth]} ${day}`,
  onWorkday: (every, nth) => `${every} am ${NTHS[nth]} Werktag (Mo–Fr)`,
  onDate: (every, date) => `${every} am ${date}`,
  orTheDayBefore: (words) => `${words}, in anderen Jahren am 28.`,
  skippingYears: (words) => `${words}, nur in Schaltjahren`,
  ofMonth: (words, month) => `${words} im ${month}`,
  onlyIn: (words, months) => `${words}, nur im ${months}`,
  at: (words, times) => `${words} um ${times} Uhr`,
  until: (words, day) => `${words}, bis ${day}`,
  times: (words, count) => `${words}, ${count === 1 ? "einmal" : `${count}-mal`}`,
  own: "nach eigener Regel",
} satisfies Translated<typeof en>;
