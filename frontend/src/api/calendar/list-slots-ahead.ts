import { queryOptions } from "@tanstack/react-query";
import type { Day } from "@/lib/time";
import { api, body } from "../client";

/** What series bring from the first to the last day, both included, and has no task yet. */
export function slotsAheadOptions(first: Day, last: Day) {
  return queryOptions({
    // Under “views”, which are asked for anew whenever a task has changed.
    queryKey: ["views", "ahead", first, last],
    queryFn: ({ signal }) =>
      body(api.GET("/api/calendar", { params: { query: { from: first, to: last } }, signal })),
  });
}
