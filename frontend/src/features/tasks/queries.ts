import type { TaskOut } from "@/api/schema.gen";
import type { TaskListQuery } from "@/api/tasks/keys";
import { addDays, type Day, dueDay } from "@/lib/time";

/** What the views show, in the language of docs/filters.md. */
export const TODAY: TaskListQuery = {
  filter: "done = false && (today | overdue)",
  sort: "due,priority,manual",
};
export const INBOX: TaskListQuery = { filter: "done = false && inbox", sort: "manual" };
export const UPCOMING: TaskListQuery = {
  filter: "done = false && due >= today && due < today+14d",
  sort: "due,priority,manual",
};

/** The same for tasks that are here already: what is moved away is gone at once. */
export const isOfToday = (task: TaskOut, today: Day): boolean =>
  task.due !== null && dueDay(task.due) <= today;
export const isInInbox = (task: TaskOut): boolean => task.project_id === null;
export const isUpcoming = (task: TaskOut, today: Day): boolean =>
  task.due !== null && dueDay(task.due) >= today && dueDay(task.due) < addDays(today, 14);
