import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** What became of each reminder of a task. */
export function taskDeliveriesOptions(taskId: string) {
  return queryOptions({
    queryKey: ["deliveries", "task", taskId],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/tasks/{task_id}/deliveries", {
          params: { path: { task_id: taskId } },
          signal,
        }),
      ),
    staleTime: 0,
  });
}
