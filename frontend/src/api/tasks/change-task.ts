import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { labelKeys } from "../labels/keys";
import type { ChangedTaskOut, TaskChange, TaskOut } from "../schema.gen";
import { patchTasks, putBack, refreshLists, settleTasks } from "./cache";
import { inTurn } from "./turns";

export interface Change {
  readonly task: TaskOut;
  readonly fields: TaskChange;
  /** How the task looks until the server has answered; what is missing stays. */
  readonly shown?: Partial<TaskOut>;
}

/** Changes fields of a task, of the version that was seen (412 otherwise). */
export function changeTask({ task, fields }: Change): Promise<ChangedTaskOut> {
  return body(
    api.PATCH("/api/tasks/{task_id}", {
      params: { path: { task_id: task.id }, header: { "if-match": `"${task.version}"` } },
      body: fields,
    }),
  );
}

/** Changes fields of a task, everywhere at once; what the server refuses is put back. */
export function useChangeTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: Change) =>
      inTurn(client, change.task, (task) => changeTask({ ...change, task })),
    onMutate: ({ task, shown = {} }) =>
      patchTasks(client, new Set([task.id]), (each) => ({ ...each, ...shown })),
    onError: (_error, _change, before) => {
      putBack(client, before);
      void refreshLists(client); // who asked hears of it at once
    },
    onSuccess: (answer, { fields }) => {
      void settleTasks(client, [answer]);
      if (fields.labels) void client.invalidateQueries({ queryKey: labelKeys.all });
    },
  });
}
