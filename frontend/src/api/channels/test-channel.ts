import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, body } from "../client";
import type { ChannelTestOut } from "../schema.gen";

const AGAIN_MS = 2000;

/** Sends a test message; `channel` is the id of one, or `email`. */
export function useTestChannel() {
  return useMutation({
    mutationFn: (channel: string) =>
      body(api.POST("/api/channels/{channel}/test", { params: { path: { channel } } })),
  });
}

const isSettled = (test: ChannelTestOut | undefined): boolean =>
  test?.state === "sent" || test?.state === "failed";

/** What came of a test, asked until it is known. */
export function channelTestOptions(test: ChannelTestOut) {
  return queryOptions({
    queryKey: ["channel-test", test.id],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/channels/tests/{test_id}", {
          params: { path: { test_id: test.id } },
          signal,
        }),
      ),
    initialData: test,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: (query) => (isSettled(query.state.data) ? false : AGAIN_MS),
  });
}
