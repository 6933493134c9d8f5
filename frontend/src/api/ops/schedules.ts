import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";

const AGAIN_MS = 10_000;

/** What workers do from time to time; asked again as long as somebody looks. */
export function schedulesOptions() {
  return queryOptions({
    queryKey: ["ops", "schedules"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/ops/schedules", { signal })).then((answer) => answer.items),
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  });
}

/** How often and when an event of each type is tried again. */
export function retryPoliciesOptions() {
  return queryOptions({
    queryKey: ["ops", "retries"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/ops/retries", { signal })).then((answer) => answer.items),
  });
}

/** Has a job done at once; the list shows soon how it ended. */
export function useRunSchedule() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      body(
        api.POST("/api/ops/schedules/{name}/run", {
          params: { path: { name }, header: changing() },
        }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: schedulesOptions().queryKey }),
  });
}
