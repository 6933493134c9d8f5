import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { ChangedTaskOut, TaskOut } from "../schema.gen";
import { moveInLists, putBack, refreshLists, settleTasks } from "./cache";
import { inTurn } from "./turns";

/** A task goes before or after another one, and into the place of that one. */
export interface TaskMove {
  readonly task: TaskOut;
  readonly beside: { readonly before: string } | { readonly after: string };
}

/** Moves a task in the manual order; of whatever version: nothing but its place changes. */
export function moveTask({ task, beside }: TaskMove): Promise<ChangedTaskOut> {
  return body(
    api.POST("/api/tasks/{task_id}/move", {
      params: { path: { task_id: task.id }, header: changing() },
      body: beside,
    }),
  );
}

/** Moves a task in the manual order, at once. */
export function useMoveTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (move: TaskMove) => inTurn(client, move.task, () => moveTask(move)),
    onMutate: ({ task, beside }) => moveInLists(client, task, beside),
    onError: (_error, _move, before) => {
      putBack(client, before);
      void refreshLists(client); // who asked hears of it at once
    },
    onSuccess: (answer) => void settleTasks(client, [answer]),
  });
}
