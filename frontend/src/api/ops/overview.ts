import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

const AGAIN_MS = 10_000;

/** How far everything is; asked again as long as somebody looks. */
export function overviewOptions() {
  return queryOptions({
    queryKey: ["ops", "overview"],
    queryFn: ({ signal }) => body(api.GET("/api/ops/overview", { signal })),
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  });
}

/** What stands beside Rondel; it stays as it is for as long as the server runs. */
export function linksOptions() {
  return queryOptions({
    queryKey: ["ops", "links"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/ops/overview", { signal })).then((overview) => overview.links),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Where a consumer group stands in each partition. */
export function groupLagOptions(group: string) {
  return queryOptions({
    queryKey: ["ops", "lag", group],
    queryFn: ({ signal }) =>
      body(api.GET("/api/ops/lag/{group}", { params: { path: { group } }, signal })),
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  });
}
