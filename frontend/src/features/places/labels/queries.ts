import type { TaskListQuery } from "@/api/tasks/keys";
import { quoted } from "../quoted";

/** The open tasks that have a label, what is due first at the top. */
export const labelTasks = (name: string): TaskListQuery => ({
  filter: `done = false && labels = ${quoted(name)}`,
  sort: "due,priority,manual",
});
