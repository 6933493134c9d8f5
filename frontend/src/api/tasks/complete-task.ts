import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { ChangedTaskOut, TaskOut } from "../schema.gen";
import { patchTasks, putBack, refreshLists, settleTasks } from "./cache";
import { inTurn } from "./turns";

/** Marks a task as done; the next occurrence of its series follows by itself. */
export function completeTask(task: TaskOut): Promise<ChangedTaskOut> {
  return body(
    api.POST("/api/tasks/{task_id}/complete", {
      params: { path: { task_id: task.id }, header: changing(task.version) },
    }),
  );
}

/** Marks a task as done: it is ticked at once; if the server refuses, it is open again. */
export function useCompleteTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (task: TaskOut) => inTurn(client, task, completeTask),
    onMutate: (task) =>
      patchTasks(client, new Set([task.id]), (each) => ({
        ...each,
        status: "done",
        completed: true,
      })),
    onError: (_error, _task, before) => {
      putBack(client, before);
      void refreshLists(client); // who asked hears of it at once
    },
    onSuccess: (answer) => void settleTasks(client, [answer]),
  });
}
