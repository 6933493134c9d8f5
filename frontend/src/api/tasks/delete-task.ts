import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../client";
import type { TaskOut } from "../schema.gen";
import { patchTasks, putBack, refreshLists } from "./cache";
import { inTurn } from "./turns";

export interface Deleted {
  /** For POST /api/undo/{id}. */
  readonly undo_id: string | null;
}

/** Deletes a task, with its series; it is in the trash for 30 days. */
export async function deleteTask(task: TaskOut): Promise<Deleted> {
  const { response } = await api.DELETE("/api/tasks/{task_id}", {
    params: { path: { task_id: task.id }, header: { "if-match": `"${task.version}"` } },
  });
  return { undo_id: response.headers.get("undo-id") };
}

/** Deletes a task: it leaves its lists at once. */
export function useDeleteTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (task: TaskOut) => inTurn(client, task, deleteTask),
    onMutate: (task) => patchTasks(client, new Set([task.id]), () => null),
    onError: (_error, _task, before) => {
      putBack(client, before);
      void refreshLists(client); // who asked hears of it at once
    },
    onSuccess: () => void refreshLists(client),
  });
}
