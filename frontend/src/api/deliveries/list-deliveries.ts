import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { itemsOf, nextOf } from "../cursors";
import type { MessageState } from "./states";

const PAGE = 25;

/** Every message of the account, the newest first, a page at a time. */
export function deliveriesOptions(state?: MessageState) {
  return infiniteQueryOptions({
    queryKey: ["deliveries", "all", state ?? null],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/deliveries", {
          params: { query: { limit: PAGE, cursor: pageParam ?? undefined, state } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    select: itemsOf,
    // Messages leave without anybody clicking.
    staleTime: 0,
  });
}
