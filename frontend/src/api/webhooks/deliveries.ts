import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { pagesOptions } from "../cursors";

const PAGE = 20;
const AGAIN_MS = 3000;
const FAILED_OF_DAYS = "1970-01-01T00:00:00Z"; // all that is still kept

const keyOf = (webhook_id: string) => ["webhook-deliveries", webhook_id] as const;

/** What was sent to a webhook, the newest first; asked again while something waits. */
export function deliveriesOptions(webhook_id: string) {
  const pages = pagesOptions(keyOf(webhook_id), PAGE, (query, signal) =>
    body(
      api.GET("/api/webhooks/{webhook_id}/deliveries", {
        params: { path: { webhook_id }, query },
        signal,
      }),
    ),
  );
  return infiniteQueryOptions({
    ...pages,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((each) => each.state === "waiting"))
        ? AGAIN_MS
        : false,
  });
}

function useRefresh(webhook_id: string): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keyOf(webhook_id) });
}

/** Sends a `webhook.test`. */
export function useTestWebhook(webhook_id: string) {
  return useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/webhooks/{webhook_id}/test", {
          params: { path: { webhook_id }, header: changing() },
        }),
      ),
    onSuccess: useRefresh(webhook_id),
  });
}

/** Sends a delivery once more. */
export function useReplay(webhook_id: string) {
  return useMutation({
    mutationFn: (delivery_id: string) =>
      body(
        api.POST("/api/webhooks/{webhook_id}/deliveries/{delivery_id}/replay", {
          params: { path: { webhook_id, delivery_id }, header: changing() },
        }),
      ),
    onSuccess: useRefresh(webhook_id),
  });
}

/** Sends all that has failed once more, at most 1,000. */
export function useReplayFailed(webhook_id: string) {
  return useMutation({
    mutationFn: () =>
      body(
        api.POST("/api/webhooks/{webhook_id}/replay", {
          params: { path: { webhook_id }, header: changing() },
          body: { failed_since: FAILED_OF_DAYS },
        }),
      ),
    onSuccess: useRefresh(webhook_id),
  });
}
