import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { patchTasks, putBack, settleTasks } from "./cache";
import { inLine } from "./turns";

export interface Tick {
  readonly taskId: string;
  readonly stepId: string;
  readonly isDone: boolean;
}

/** Ticks one step of a checklist, or unticks it; whoever changes other steps is not disturbed. */
export function useTickStep() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ taskId, stepId, isDone }: Tick) =>
      inLine(taskId, () =>
        body(
          api.POST("/api/tasks/{task_id}/checklist/{item_id}", {
            params: { path: { task_id: taskId, item_id: stepId }, header: changing() },
            body: { is_done: isDone },
          }),
        ),
      ),
    onMutate: ({ taskId, stepId, isDone }) =>
      patchTasks(client, new Set([taskId]), (each) => ({
        ...each,
        checklist: each.checklist.map((step) =>
          step.id === stepId ? { ...step, is_done: isDone } : step,
        ),
      })),
    onError: (_error, _tick, before) => putBack(client, before),
    onSuccess: (answer) => settleTasks(client, [answer]),
  });
}
