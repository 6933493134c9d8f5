import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { rereading } from "../rereading";
import { trashKeys } from "./keys";

/** Deletes all deleted tasks for ever. */
export function useEmptyTrash() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => body(api.DELETE("/api/trash")),
    onSettled: rereading(() => client.invalidateQueries({ queryKey: trashKeys.all })),
  });
}
