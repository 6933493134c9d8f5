import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { ChangedTaskOut, TaskOut } from "../schema.gen";
import { patchTasks, putBack, settleTasks } from "./cache";

/** Marks a task as open again; an untouched next occurrence is taken back. */
export function reopenTask(task: TaskOut): Promise<ChangedTaskOut> {
  return body(
    api.POST("/api/tasks/{task_id}/reopen", {
      params: { path: { task_id: task.id }, header: changing(task.version) },
    }),
  );
}

/** Marks a task as open again, everywhere at once. */
export function useReopenTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: reopenTask,
    onMutate: (task) =>
      patchTasks(client, new Set([task.id]), (each) => ({
        ...each,
        status: "open",
        completed: false,
        completed_at: null,
        skipped_at: null,
      })),
    onError: (_error, _task, before) => putBack(client, before),
    onSuccess: (answer) => settleTasks(client, [answer]),
  });
}
