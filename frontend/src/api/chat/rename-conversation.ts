import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { chatKeys } from "./keys";

/** Gives a conversation another title. */
export function useRenameConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, title }: { readonly id: string; readonly title: string }) =>
      body(
        api.PATCH("/api/chat/conversations/{conversation_id}", {
          params: { path: { conversation_id: id } },
          body: { title },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: chatKeys.conversations }),
  });
}
