import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { TaskOut } from "../schema.gen";

const WATCH_MS = 15_000;

/** What will happen next with a task, in words; another version of it is asked for anew. */
export function scheduleOptions(task: Pick<TaskOut, "id" | "version">) {
  return queryOptions({
    queryKey: ["tasks", "schedule", task.id, task.version],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/tasks/{task_id}/schedule", {
          params: { path: { task_id: task.id } },
          signal,
        }),
      ),
    placeholderData: (before) => before,
    // No event tells of a reminder that came: what is said of it is in the past then.
    refetchInterval: ({ state }) => (state.data?.reminders.length ? WATCH_MS : false),
  });
}
