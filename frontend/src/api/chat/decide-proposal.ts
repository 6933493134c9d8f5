import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { rereading } from "../rereading";
import { refreshLists } from "../tasks/cache";
import { chatKeys } from "./keys";

/** Carries out what the assistant proposed, once. */
export function useApplyProposal(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/chat/proposals/{proposal_id}/apply", {
          params: { path: { proposal_id: id }, header: changing() },
        }),
      ),
    onSettled: rereading(() =>
      Promise.all([
        client.invalidateQueries({ queryKey: chatKeys.proposal(id) }),
        refreshLists(client),
      ]),
    ),
  });
}

/** Says no to a proposal. */
export function useDismissProposal(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/chat/proposals/{proposal_id}/dismiss", {
          params: { path: { proposal_id: id }, header: changing() },
        }),
      ),
    onSettled: rereading(() => client.invalidateQueries({ queryKey: chatKeys.proposal(id) })),
  });
}
