import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { rereading } from "../rereading";
import { chatKeys } from "./keys";

/** Deletes a conversation; what was changed in it stays changed. */
export function useDeleteConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      body(
        api.DELETE("/api/chat/conversations/{conversation_id}", {
          params: { path: { conversation_id: id } },
        }),
      ),
    onSettled: rereading(() => client.invalidateQueries({ queryKey: chatKeys.conversations })),
  });
}
