import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { taskKeys } from "./keys";

/** One task, with all its fields. */
export function taskOptions(id: string) {
  return queryOptions({
    queryKey: taskKeys.detail(id),
    queryFn: ({ signal }) =>
      body(api.GET("/api/tasks/{task_id}", { params: { path: { task_id: id } }, signal })),
  });
}
