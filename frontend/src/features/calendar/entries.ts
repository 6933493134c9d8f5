import type { DueOut, SlotAheadOut, TaskOut } from "@/api/schema.gen";
import { type Day, isOverdue, wallTime } from "@/lib/time";

/** What stands on a day: a task, or an occurrence of a series that is still to come. */
export interface Entry {
  readonly key: string;
  readonly title: string;
  readonly taskId: string;
  readonly priority: TaskOut["priority"];
  readonly look: "open" | "overdue" | "done" | "ahead";
  readonly day: Day;
  /** Wall time in the zone of the account; null: the whole day. */
  readonly wall: string | null;
  /** None of an occurrence to come: there is nothing yet that could be changed. */
  readonly task: TaskOut | null;
  readonly isCertain: boolean;
  readonly repeats: boolean;
}

/** Day and wall time, in the zone of the account, at which something is due. */
export function placeOf(due: DueOut, zone: string): { day: Day; wall: string | null } | null {
  const wall = due.at ? wallTime(Date.parse(due.at), zone) : (due.datetime_local ?? null);
  const day = wall?.slice(0, 10) ?? due.date;
  return day ? { day, wall } : null;
}

/** A task as the calendar shows it; null if it is never due. */
export function entryOfTask(task: TaskOut, now: number, zone: string): Entry | null {
  const place = task.due ? placeOf(task.due, zone) : null;
  if (task.due === null || place === null) return null;
  const isLate = !task.completed && isOverdue(task.due, now, zone);
  return {
    key: task.id,
    title: task.title,
    taskId: task.id,
    priority: task.priority,
    look: task.completed ? "done" : isLate ? "overdue" : "open",
    ...place,
    task,
    isCertain: true,
    repeats: task.recurrence !== null,
  };
}

/** An occurrence that is to come. */
export function entryAhead(slot: SlotAheadOut, zone: string): Entry | null {
  const place = placeOf(slot.due, zone);
  if (place === null) return null;
  return {
    key: `${slot.series_id} ${slot.slot}`,
    title: slot.title,
    taskId: slot.task_id,
    priority: slot.priority,
    look: "ahead",
    ...place,
    task: null,
    isCertain: slot.is_certain,
    repeats: true,
  };
}

const ORDER = { high: 0, medium: 1, low: 2, none: 3 } as const;

/** The order of a day: whole days first, then by time, by priority, what is done last of these. */
export function byTime(one: Entry, other: Entry): number {
  return (
    (one.wall ?? "").localeCompare(other.wall ?? "") ||
    Number(one.look === "done") - Number(other.look === "done") ||
    ORDER[one.priority] - ORDER[other.priority] ||
    one.title.localeCompare(other.title)
  );
}

/** Entries by their day, each day in order. */
export function byDay(entries: readonly Entry[]): ReadonlyMap<Day, readonly Entry[]> {
  const days = new Map<Day, Entry[]>();
  for (const entry of entries) {
    const ofDay = days.get(entry.day);
    if (ofDay) ofDay.push(entry);
    else days.set(entry.day, [entry]);
  }
  for (const ofDay of days.values()) ofDay.sort(byTime);
  return days;
}

/** How many of a day's entries are shown when so many lines fit; one line says how many more. */
export const shownOf = (count: number, fit: number): number =>
  count <= fit ? count : Math.max(0, fit - 1);
