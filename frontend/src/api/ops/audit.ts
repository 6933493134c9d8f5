import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { from, itemsOf, nextOf } from "../cursors";
import { type Downloaded, download } from "../downloads";

const PAGE = 50;

/** Who did what to the system, the newest first; `action` is how the action begins. */
export function opsAuditOptions(action: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["ops", "audit", action],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/ops/audit", {
          params: {
            query: {
              limit: PAGE,
              ...(action === undefined ? {} : { action }),
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

/** All of it as a table; 100,000 acts at most. */
export const downloadAudit = (action: string | undefined): Promise<Downloaded> =>
  download("/api/ops/audit.csv", { action });
