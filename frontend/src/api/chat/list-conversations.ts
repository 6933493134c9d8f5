import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { itemsOf, nextOf } from "../cursors";
import { chatKeys } from "./keys";

const PAGE = 30;

/** Conversations, the one that was used last first. */
export function conversationsOptions() {
  return infiniteQueryOptions({
    queryKey: chatKeys.conversations,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/chat/conversations", {
          params: { query: { limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    select: itemsOf,
  });
}
