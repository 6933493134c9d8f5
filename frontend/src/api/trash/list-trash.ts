import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { itemsOf, nextOf } from "../cursors";
import { trashKeys } from "./keys";

const PAGE = 100;

/** Pages of deleted tasks, the newest deletion first. */
export function trashOptions() {
  return infiniteQueryOptions({
    queryKey: trashKeys.all,
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/trash", {
          params: { query: { limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    staleTime: 0, // no event says that something was deleted elsewhere
    select: itemsOf,
  });
}
