import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { refreshLists, settleTasks } from "./cache";

/** Takes back what was done last to a task; also that it was deleted. */
export function useUndoLastChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (taskId: string) =>
      body(
        api.POST("/api/tasks/{task_id}/undo", {
          params: { path: { task_id: taskId }, header: changing() },
        }),
      ),
    onSuccess: (answer) => settleTasks(client, answer.tasks),
    onError: () => void refreshLists(client),
  });
}
