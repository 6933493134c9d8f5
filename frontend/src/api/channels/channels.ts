import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { meOptions } from "../me/get-me";
import { rereading } from "../rereading";
import type { ChannelChange, ChannelCreate, ChannelOut } from "../schema.gen";

/** Ways that reminders go, besides mail. */
export function channelsOptions() {
  return queryOptions({
    queryKey: ["channels"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/channels", { signal })).then((answer) => answer.items),
  });
}

function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: channelsOptions().queryKey });
}

/** Makes a channel; of a webhook the answer shows the secret this once. */
export function useCreateChannel() {
  return useMutation({
    mutationFn: (channel: ChannelCreate) =>
      body(api.POST("/api/channels", { params: { header: changing() }, body: channel })),
    onSettled: rereading(useRefresh()),
  });
}

/** Changes a channel of the version that was seen; secrets that are left out stay. */
export function useChangeChannel() {
  const client = useQueryClient();
  const { queryKey } = channelsOptions();
  return useMutation({
    mutationFn: ({ channel, fields }: { channel: ChannelOut; fields: ChannelChange }) =>
      body(
        api.PATCH("/api/channels/{channel_id}", {
          params: {
            path: { channel_id: channel.id },
            header: { "if-match": `"${channel.version}"` },
          },
          body: fields,
        }),
      ),
    onSuccess: (changed) =>
      client.setQueryData(queryKey, (list) =>
        list?.map((each) => (each.id === changed.id ? changed : each)),
      ),
    onError: useRefresh(),
  });
}

/** Deletes a channel; reminders through it take others. */
export function useDeleteChannel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (channel: ChannelOut) =>
      body(
        api.DELETE("/api/channels/{channel_id}", {
          params: {
            path: { channel_id: channel.id },
            header: { "if-match": `"${channel.version}"` },
          },
        }),
      ),
    onSettled: rereading(() =>
      Promise.all([
        client.invalidateQueries({ queryKey: channelsOptions().queryKey }),
        client.invalidateQueries({ queryKey: meOptions().queryKey }), // its default channels
      ]),
    ),
  });
}

/** A new secret of a webhook; for a day the old one signs as well. */
export function useRenewChannelSecret() {
  return useMutation({
    mutationFn: (channel_id: string) =>
      body(
        api.POST("/api/channels/{channel_id}/secret", {
          params: { path: { channel_id }, header: changing() },
        }),
      ),
    onSettled: rereading(useRefresh()),
  });
}
