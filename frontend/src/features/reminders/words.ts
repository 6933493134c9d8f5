import type { ReminderIn, ReminderOut, ReminderWordsOut } from "@/api/schema.gen";
import { type Length, lengthOf, readDuration, sayAway } from "@/lib/instants";
import { language } from "@/lib/messages";
import { type Clockwork, sayInstant } from "@/lib/time";
import { m } from "./messages";

export const MOST_REMINDERS = 20;

const list = new Intl.ListFormat(language, { type: "conjunction" });
const A_WEEK = 7;

/** A length of time in words: “1 hour and 30 minutes”, “2 weeks”. */
export function sayLength({ days, hours, minutes, seconds }: Length): string {
  const isWeeks = days > 0 && days % A_WEEK === 0 && hours + minutes + seconds === 0;
  if (isWeeks) return m.weeks(days / A_WEEK);
  const parts = [
    days > 0 ? m.days(days) : "",
    hours > 0 ? m.hours(hours) : "",
    minutes > 0 ? m.minutes(minutes) : "",
    seconds > 0 ? m.seconds(seconds) : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? list.format(parts) : m.seconds(0);
}

/** A length of time that may be shorter than a second: “412 ms”. */
export function sayShort(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < 1000) return m.milliseconds(Math.round(size));
  return sayLength(lengthOf(size));
}

/** When it reminds, as it was asked for: “10 minutes before it is due”. */
export function sayReminder(reminder: ReminderOut, clockwork: Clockwork): string {
  if (reminder.snooze_of !== null) return m.snoozed;
  if (reminder.offset === null) {
    return reminder.at === null ? "" : sayInstant(reminder.at, clockwork);
  }
  return sayOffset(reminder.offset, reminder.relative_to ?? "due");
}

/** A lead in words: “1 day before it is due”. */
export function sayOffset(offset: string, of: "due" | "start"): string {
  const read = readDuration(offset);
  const isNow = read === null || read.days + read.hours + read.minutes + read.seconds === 0;
  if (isNow) return of === "due" ? m.counted.dueAt : m.counted.startAt;
  const length = sayLength(read);
  if (of === "due") {
    return read.isBefore ? m.counted.dueBefore(length) : m.counted.dueAfter(length);
  }
  return read.isBefore ? m.counted.startBefore(length) : m.counted.startAfter(length);
}

export interface Said {
  readonly text: string;
  readonly tone: "plain" | "good" | "bad" | "quiet";
}

export const sayReason = (reason: string | null): string =>
  m.reasons[reason ?? ""] ?? (reason || m.steps.unknown);

/** How it stands, in plain words; `words` is what the server knows of what will happen. */
export function sayState(
  reminder: ReminderOut,
  words: ReminderWordsOut | undefined,
  now: number,
  clockwork: Clockwork,
): Said {
  const when = reminder.fire_at === null ? "" : sayInstant(reminder.fire_at, clockwork);
  switch (reminder.state) {
    case "scheduled":
      return sayComing(reminder, words, when, now, clockwork);
    case "deferred":
      return { text: m.state.deferred, tone: "plain" };
    case "sent":
      return { text: m.state.sent(when), tone: "good" };
    case "failed":
      return { text: m.state.failed, tone: "bad" };
    case "idle":
      return { text: m.state.idle(sayReason(reminder.reason)), tone: "quiet" };
    case "skipped":
    case "cancelled":
      return { text: m.state.not(sayReason(reminder.reason)), tone: "quiet" };
  }
}

function sayComing(
  reminder: ReminderOut,
  words: ReminderWordsOut | undefined,
  when: string,
  now: number,
  clockwork: Clockwork,
): Said {
  if (words?.code === "vacation") return { text: m.state.vacation(when), tone: "bad" };
  if (words?.code === "quiet_hours" && words.fires_at !== null) {
    return { text: m.state.quiet(when, sayInstant(words.fires_at, clockwork)), tone: "plain" };
  }
  const why = words?.fires_at === null ? m.reasons[words.code] : undefined;
  if (why !== undefined) return { text: m.state.cannot(when, why), tone: "bad" };
  // It has fired since the task was last asked for.
  if (words?.code === "sent") return { text: m.state.sent(when), tone: "good" };
  const ahead = reminder.fire_at === null ? 0 : Date.parse(reminder.fire_at) - now;
  if (ahead <= 0) return { text: m.state.now, tone: "plain" };
  // One at a fixed time has said it in its first line.
  const isSaid = reminder.snooze_of === null && reminder.offset === null;
  const far = sayAway(ahead);
  return { text: isSaid ? m.state.comes(far) : m.state.comesFar(when, far), tone: "plain" };
}

const SOON_MS = 3_600_000;

/** Whether it can be put off: it fired, is held up, or is about to fire. */
export function canSnooze({ state, fire_at: at }: ReminderOut, now: number): boolean {
  if (state === "sent" || state === "deferred" || state === "failed") return true;
  return state === "scheduled" && at !== null && Date.parse(at) - now < SOON_MS;
}

/** Whether it is one of the list that people edit: no snooze, and nothing that was taken away. */
export const isOwn = (reminder: ReminderOut): boolean =>
  reminder.snooze_of === null && reminder.reason !== "removed";

/** Those that are shown, the next first; a snooze only as long as it matters. */
export function shownOf(reminders: readonly ReminderOut[]): ReminderOut[] {
  const late = "9999";
  return reminders
    .filter((each) => (each.snooze_of === null ? isOwn(each) : each.state !== "cancelled"))
    .sort((one, other) => ((one.fire_at ?? late) < (other.fire_at ?? late) ? -1 : 1));
}

/** The same reminder as the API takes it. */
export function inputOf(reminder: ReminderOut): ReminderIn {
  const { offset, at, relative_to: of, channels, nag, urgent } = reminder;
  return {
    ...(offset === null ? { at } : { offset, relative_to: of }),
    channels: [...channels],
    nag: nag === null ? null : { every: nag.every, max: nag.max },
    urgent,
  };
}
