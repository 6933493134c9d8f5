import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { from, itemsOf, nextOf } from "../cursors";

const PAGE = 50;

/** Which acts; those of everybody, on their own accounts too. */
export interface ActFilter {
  readonly user?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Who did what, the newest first. */
export function everybodysAuditOptions(filter: ActFilter) {
  return infiniteQueryOptions({
    queryKey: ["admin", "audit", filter],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/admin/audit", {
          params: {
            query: {
              ...filter,
              limit: PAGE,
              ...from(pageParam),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: nextOf,
    select: itemsOf,
    staleTime: 0,
  });
}
