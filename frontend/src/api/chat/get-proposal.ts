import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { chatKeys } from "./keys";

/** What the assistant proposed, and what became of it. */
export function proposalOptions(id: string) {
  return queryOptions({
    queryKey: chatKeys.proposal(id),
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/chat/proposals/{proposal_id}", {
          params: { path: { proposal_id: id } },
          signal,
        }),
      ),
  });
}
