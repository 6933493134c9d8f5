import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { ChangedTaskOut, PostponeIn, TaskOut } from "../schema.gen";
import { patchTasks, putBack, refreshLists, settleTasks } from "./cache";
import { inTurn } from "./turns";

export interface Postponement {
  readonly task: TaskOut;
  readonly when: PostponeIn;
  /** The due time that is shown until the server has answered. */
  readonly shown?: TaskOut["due"];
}

/** Puts a task off, of a series this occurrence alone. */
export function postponeTask({ task, when }: Postponement): Promise<ChangedTaskOut> {
  return body(
    api.POST("/api/tasks/{task_id}/postpone", {
      params: { path: { task_id: task.id }, header: changing(task.version) },
      body: when,
    }),
  );
}

/** Puts a task off, of a series this occurrence alone; at once, if it is said how that looks. */
export function usePostponeTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: Postponement) =>
      inTurn(client, wanted.task, (task) => postponeTask({ ...wanted, task })),
    onMutate: ({ task, shown }) =>
      patchTasks(client, new Set([task.id]), (each) => ({ ...each, due: shown ?? each.due })),
    onError: (_error, _wanted, before) => {
      putBack(client, before);
      void refreshLists(client); // who asked hears of it at once
    },
    onSuccess: (answer) => void settleTasks(client, [answer]),
  });
}
