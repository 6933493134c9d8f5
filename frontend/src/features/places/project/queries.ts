import type { TaskListQuery } from "@/api/tasks/keys";

/** All open tasks of a project, in the order of hand; its sections are parts of this one list. */
export const projectTasks = (projectId: string): TaskListQuery => ({
  filter: `done = false && project = ${projectId}`,
  sort: "manual",
});
