import type { TaskListQuery } from "@/api/tasks/keys";

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
