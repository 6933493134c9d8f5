import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { TaskOut } from "../schema.gen";
import { patchTasks, putBack, settleTasks } from "./cache";

/** Marks a task as open again; a next occurrence that nobody touched is taken back. */
export function useReopenTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (task: TaskOut) =>
      body(
        api.POST("/api/tasks/{task_id}/reopen", {
          params: { path: { task_id: task.id }, header: changing(task.version) },
        }),
      ),
    onMutate: (task) =>
      patchTasks(client, new Set([task.id]), (each) => ({
        ...each,
        status: "open",
        completed: false,
      })),
    onError: (_error, _task, before) => putBack(client, before),
    onSuccess: (answer) => settleTasks(client, [answer]),
  });
}
