import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { TaskOut } from "../schema.gen";
import { patchTasks, putBack, refreshLists } from "./cache";

/** Skips an occurrence; the next one of its series is there at once. */
export function useSkipOccurrence() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (task: TaskOut) =>
      body(
        api.POST("/api/tasks/{task_id}/skip", {
          params: { path: { task_id: task.id }, header: changing(task.version) },
        }),
      ),
    onMutate: (task) => patchTasks(client, new Set([task.id]), () => null),
    onError: (_error, _task, before) => putBack(client, before),
    onSuccess: () => refreshLists(client),
  });
}
