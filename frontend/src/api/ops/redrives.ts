import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { pagesOptions } from "../cursors";
import { rereading } from "../rereading";
import { lettersKey } from "./letters";

const PAGE = 20;
const AGAIN_MS = 2000;
const RARELY_MS = 10_000;
const keys = { all: ["ops", "redrives"] as const };

/** Redrives, the newest first; asked again often while one is under way. */
export function redrivesOptions() {
  const pages = pagesOptions([...keys.all, "list"], PAGE, (query, signal) =>
    body(api.GET("/api/ops/dlq/redrives", { params: { query }, signal })),
  );
  return infiniteQueryOptions({
    ...pages,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((each) => each.state === "running"))
        ? AGAIN_MS
        : RARELY_MS,
  });
}

/** How far one is; asked again until it has ended. */
export function redriveOptions(redrive_id: string) {
  return queryOptions({
    queryKey: [...keys.all, redrive_id],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/ops/dlq/redrives/{redrive_id}", {
          params: { path: { redrive_id } },
          signal,
        }),
      ),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.state === "running" ? AGAIN_MS : false,
  });
}

/** What an order about dead letters changes is read anew, also when it was refused. */
export function useRefreshLetters(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: lettersKey }),
      client.invalidateQueries({ queryKey: keys.all }),
    ]);
  };
}

/** What a redrive has not sent yet is open again. */
export function useCancelRedrive() {
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      body(
        api.POST("/api/ops/dlq/redrives/{redrive_id}/cancel", {
          params: { path: { redrive_id: id }, header: changing() },
          body: { reason },
        }),
      ),
    onSettled: rereading(useRefreshLetters()),
  });
}
