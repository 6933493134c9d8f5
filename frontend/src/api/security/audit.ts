import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

const PAGE = 20;

/** What was done to the account, the newest first. */
export function auditOptions() {
  return infiniteQueryOptions({
    queryKey: ["audit"],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/me/audit", {
          params: { query: { limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.items),
    staleTime: 0,
  });
}
