import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { TaskOut } from "../schema.gen";

/** How regularly a series is done: counts, streak, rates, and its days. */
export function historyOptions(task: Pick<TaskOut, "id" | "version">) {
  return queryOptions({
    queryKey: ["tasks", "history", task.id, task.version],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/tasks/{task_id}/history", { params: { path: { task_id: task.id } }, signal }),
      ),
  });
}
