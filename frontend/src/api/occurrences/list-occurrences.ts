import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { OccurrenceOut } from "../schema.gen";

const PAGE = 50;

/** Pages of the slots of all series that ended so, the latest first. */
export function occurrencesOptions(status: OccurrenceOut["status"]) {
  return infiniteQueryOptions({
    queryKey: ["occurrences", status],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/occurrences", {
          params: { query: { status, limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: 0,
    select: (data) => data.pages.flatMap((page) => page.items),
  });
}
