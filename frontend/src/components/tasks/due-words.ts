import type { DueIn, DueOut, TaskOut } from "@/api/schema.gen";
import { addDays, type Day, dueDay } from "@/lib/time";

/** The Monday that comes (product.md 5.5: “next week”). */
export function nextMonday(today: Day): Day {
  const weekday = (new Date(Date.parse(today)).getUTCDay() + 6) % 7;
  return addDays(today, 7 - weekday);
}

/** This day, at the time of day and in the zone that the task has. */
export function onDay(task: TaskOut, day: Day): DueIn {
  const { due } = task;
  if (!due?.datetime_local) return { date: day };
  const time = due.datetime_local.slice(11, 19);
  return { datetime_local: `${day}T${time}`, ...(due.zone ? { zone: due.zone } : {}) };
}

/** So many days later. */
export function laterBy(task: TaskOut, days: number): DueIn | null {
  return task.due ? onDay(task, addDays(dueDay(task.due), days)) : null;
}

/** How a due time looks until the server has said its instant. */
export function dueShown(due: DueIn | null): DueOut | null {
  if (due === null) return null;
  return {
    date: due.date ?? null,
    datetime_local: due.datetime_local ?? null,
    zone: due.zone ?? null,
    at: null,
  };
}

/** The day or wall time as one text. */
export const wallOfDue = (due: DueIn | DueOut): string => due.datetime_local ?? due.date ?? "";
