import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { rereading } from "../rereading";

const AGAIN_MS = 5000;

/** Every kind of worker; asked again as long as somebody looks. */
export function workersOptions() {
  return queryOptions({
    queryKey: ["ops", "workers"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/ops/workers", { signal })).then((answer) => answer.items),
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  });
}

function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: workersOptions().queryKey });
}

/** Makes a kind of worker rest; also after a refusal the newest is shown. */
export function usePauseWorker() {
  return useMutation({
    mutationFn: ({ name, reason }: { name: string; reason: string }) =>
      body(
        api.POST("/api/ops/workers/{name}/pause", {
          params: { path: { name }, header: changing() },
          body: { reason },
        }),
      ),
    onSettled: rereading(useRefresh()),
  });
}

/** Lets a kind of worker go on. */
export function useResumeWorker() {
  return useMutation({
    mutationFn: (name: string) =>
      body(
        api.POST("/api/ops/workers/{name}/resume", {
          params: { path: { name }, header: changing() },
        }),
      ),
    onSettled: rereading(useRefresh()),
  });
}
