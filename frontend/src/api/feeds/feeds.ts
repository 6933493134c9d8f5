import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { rereading } from "../rereading";
import type { FeedCreate } from "../schema.gen";

/** Calendar feeds, without their addresses. */
export function feedsOptions() {
  return queryOptions({
    queryKey: ["feeds"],
    queryFn: ({ signal }) => body(api.GET("/api/feeds", { signal })).then((answer) => answer.items),
  });
}

function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: feedsOptions().queryKey });
}

/** Makes a feed; the answer shows its addresses this once. */
export function useCreateFeed() {
  return useMutation({
    mutationFn: (feed: FeedCreate) =>
      body(api.POST("/api/feeds", { params: { header: changing() }, body: feed })),
    onSettled: rereading(useRefresh()),
  });
}

/** Gives a feed another address; the old one is dead at once. */
export function useRenewFeed() {
  return useMutation({
    mutationFn: (feed_id: string) =>
      body(
        api.POST("/api/feeds/{feed_id}/renew", {
          params: { path: { feed_id }, header: changing() },
        }),
      ),
    onSettled: rereading(useRefresh()),
  });
}

/** The address of a feed leads nowhere any more. */
export function useDeleteFeed() {
  return useMutation({
    mutationFn: (feed_id: string) =>
      body(api.DELETE("/api/feeds/{feed_id}", { params: { path: { feed_id } } })),
    onSettled: rereading(useRefresh()),
  });
}
