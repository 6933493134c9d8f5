import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** How many open tasks there are in each view, project and label. */
export function viewCountsOptions() {
  return queryOptions({
    queryKey: ["views", "counts"],
    queryFn: ({ signal }) => body(api.GET("/api/views/counts", { params: { query: {} }, signal })),
  });
}
