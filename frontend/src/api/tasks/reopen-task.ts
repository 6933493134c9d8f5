import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { ChangedTaskOut, TaskOut } from "../schema.gen";
import { patchTasks, putBack, refreshLists, settleTasks } from "./cache";
import { inTurn } from "./turns";

/** Opens a done task again; the next occurrence that its completion brought goes. */
export function reopenTask(task: TaskOut): Promise<ChangedTaskOut> {
  return body(
    api.POST("/api/tasks/{task_id}/reopen", {
      params: { path: { task_id: task.id }, header: changing(task.version) },
    }),
  );
}

/** Opens a done task again, everywhere at once. */
export function useReopenTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (task: TaskOut) => inTurn(client, task, reopenTask),
    onMutate: (task) =>
      patchTasks(client, new Set([task.id]), (each) => ({
        ...each,
        status: "open",
        completed: false,
        completed_at: null,
      })),
    onError: (_error, _task, before) => {
      putBack(client, before);
      void refreshLists(client); // who asked hears of it at once
    },
    onSuccess: (answer) => void settleTasks(client, [answer]),
  });
}
