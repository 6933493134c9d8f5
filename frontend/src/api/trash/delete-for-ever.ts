import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { leaveTrash, putTrashBack } from "./cache";

/** Deletes a deleted task for ever, with the subtasks that were deleted with it. */
export function useDeleteForEver() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (taskId: string) =>
      body(api.DELETE("/api/trash/{task_id}", { params: { path: { task_id: taskId } } })),
    onMutate: (taskId) => leaveTrash(client, taskId),
    onError: (_error, _id, before) => putTrashBack(client, before),
  });
}
