import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { from, itemsOf, nextOf } from "../cursors";

const PAGE = 20;

/** What was done to the account, the newest first. */
export function auditOptions() {
  return infiniteQueryOptions({
    queryKey: ["audit"],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/me/audit", {
          params: { query: { limit: PAGE, ...from(pageParam) } },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: nextOf,
    select: itemsOf,
    staleTime: 0,
  });
}
