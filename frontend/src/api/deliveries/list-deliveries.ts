import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
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
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.items),
    // Messages leave without anybody clicking.
    staleTime: 0,
  });
}
