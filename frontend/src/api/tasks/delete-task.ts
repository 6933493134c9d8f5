import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import type { TaskOut } from "../schema.gen";
import { patchTasks, putBack, refreshLists } from "./cache";

/** Deletes a task, with its series; it is in the trash for 30 days. */
export function deleteTask(task: TaskOut): Promise<unknown> {
  return body(
    api.DELETE("/api/tasks/{task_id}", {
      params: { path: { task_id: task.id }, header: { "if-match": `"${task.version}"` } },
    }),
  );
}

/** Deletes a task: it leaves its lists at once. */
export function useDeleteTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: deleteTask,
    onMutate: (task) => patchTasks(client, new Set([task.id]), () => null),
    onError: (_error, _task, before) => putBack(client, before),
    onSuccess: () => refreshLists(client),
  });
}
