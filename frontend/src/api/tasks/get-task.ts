import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { TaskOut } from "../schema.gen";
import { taskKeys } from "./keys";

/** One task, with all its fields. */
export function taskOptions(id: string) {
  return queryOptions({
    queryKey: taskKeys.detail(id),
    // The answer has a part of the task only if `fields` asks for it.
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/tasks/{task_id}", { params: { path: { task_id: id } }, signal }),
      ) as Promise<TaskOut>,
  });
}
