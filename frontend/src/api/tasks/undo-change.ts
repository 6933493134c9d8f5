import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { refreshLists, settleTasks } from "./cache";

/** Takes a change back, by the id that its answer had. */
export function useUndoChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (undoId: string) =>
      body(
        api.POST("/api/undo/{entry_id}", {
          params: { path: { entry_id: undoId }, header: changing() },
        }),
      ),
    onSuccess: (answer) => settleTasks(client, answer.tasks),
    onError: () => void refreshLists(client),
  });
}
