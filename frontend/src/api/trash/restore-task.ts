import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { settleTasks } from "../tasks/cache";
import { taskKeys } from "../tasks/keys";
import { leaveTrash, putTrashBack } from "./cache";

/** Brings a deleted task back; the answer says what is gone of its place. */
export function useRestoreTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (taskId: string) =>
      body(
        api.POST("/api/trash/{task_id}/restore", {
          params: { path: { task_id: taskId }, header: changing() },
        }),
      ),
    onMutate: (taskId) => leaveTrash(client, taskId),
    onError: (_error, _id, before) => putTrashBack(client, before),
    onSuccess: async ({ tasks }) => {
      for (const task of tasks) client.setQueryData(taskKeys.detail(task.id), task); // was 404
      await settleTasks(client, tasks);
    },
  });
}
