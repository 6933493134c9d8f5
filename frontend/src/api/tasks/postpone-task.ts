import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { PostponeIn, TaskOut } from "../schema.gen";
import { settleTasks } from "./cache";

/** Puts a task off, of a series this occurrence alone. */
export function usePostponeTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ task, when }: { readonly task: TaskOut; readonly when: PostponeIn }) =>
      body(
        api.POST("/api/tasks/{task_id}/postpone", {
          params: { path: { task_id: task.id }, header: changing(task.version) },
          body: when,
        }),
      ),
    onSuccess: (answer) => settleTasks(client, [answer]),
  });
}
