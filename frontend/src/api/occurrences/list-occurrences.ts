import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { itemsOf, nextOf } from "../cursors";
import type { OccurrenceOut } from "../schema.gen";
import { taskKeys } from "../tasks/keys";

const PAGE = 50;

/** Slots of all series that became this, the latest first, a page at a time. */
export function allOccurrencesOptions(status: OccurrenceOut["status"]) {
  return infiniteQueryOptions({
    queryKey: [...taskKeys.all, "occurrences", "all", status],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/occurrences", {
          params: { query: { limit: PAGE, cursor: pageParam ?? undefined, status } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    staleTime: 0, // any change of a task can add one of them
    select: itemsOf,
  });
}
