import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { itemsOf, nextOf } from "../cursors";

const PAGE = 50;

/** Pages of the changes of the last 30 days, the latest first, and which can be taken back. */
export function changesOptions() {
  return infiniteQueryOptions({
    queryKey: ["changes"],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/undo", {
          params: { query: { limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    staleTime: 0, // any change of a task can be one of them
    select: itemsOf,
  });
}
