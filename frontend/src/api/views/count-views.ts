import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** How many open tasks there are in each view, project and label, and what each filter finds. */
export function viewCountsOptions() {
  return queryOptions({
    queryKey: ["views", "counts"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/views/counts", { params: { query: { filters: true } }, signal })),
  });
}
