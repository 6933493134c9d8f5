import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { SkippedOut, TaskOut } from "../schema.gen";
import { patchTasks, putBack, refreshLists } from "./cache";
import { inTurn } from "./turns";

/** Skips an occurrence; the answer has the next one of its series. */
export function skipOccurrence(task: TaskOut): Promise<SkippedOut> {
  return body(
    api.POST("/api/tasks/{task_id}/skip", {
      params: { path: { task_id: task.id }, header: changing(task.version) },
    }),
  );
}

/** Skips an occurrence: it leaves its lists at once, and the next one comes. */
export function useSkipOccurrence() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (task: TaskOut) => inTurn(client, task, skipOccurrence),
    onMutate: (task) => patchTasks(client, new Set([task.id]), () => null),
    onError: (_error, _task, before) => {
      putBack(client, before);
      void refreshLists(client); // who asked hears of it at once
    },
    onSuccess: () => void refreshLists(client),
  });
}
