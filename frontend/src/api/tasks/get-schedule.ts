import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { TaskOut } from "../schema.gen";

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
  });
}
