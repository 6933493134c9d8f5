import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { rereading } from "../rereading";
import type { WebhookChange, WebhookCreate, WebhookOut } from "../schema.gen";

/** Webhooks of the account, without their secrets. */
export function webhooksOptions() {
  return queryOptions({
    queryKey: ["webhooks"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/webhooks", { signal })).then((answer) => answer.items),
  });
}

function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: webhooksOptions().queryKey });
}

/** Makes a webhook; the answer shows its secret this once. */
export function useCreateWebhook() {
  return useMutation({
    mutationFn: (webhook: WebhookCreate) =>
      body(api.POST("/api/webhooks", { params: { header: changing() }, body: webhook })),
    onSuccess: useRefresh(),
  });
}

/** Changes a webhook of the version that was seen. */
export function useChangeWebhook() {
  return useMutation({
    mutationFn: ({ webhook, fields }: { webhook: WebhookOut; fields: WebhookChange }) =>
      body(
        api.PATCH("/api/webhooks/{webhook_id}", {
          params: {
            path: { webhook_id: webhook.id },
            header: { "if-match": `"${webhook.version}"` },
          },
          body: fields,
        }),
      ),
    onSettled: rereading(useRefresh()),
  });
}

/** Deletes a webhook; what waits for it is not sent. */
export function useDeleteWebhook() {
  return useMutation({
    mutationFn: (webhook: WebhookOut) =>
      body(
        api.DELETE("/api/webhooks/{webhook_id}", {
          params: {
            path: { webhook_id: webhook.id },
            header: { "if-match": `"${webhook.version}"` },
          },
        }),
      ),
    onSettled: rereading(useRefresh()),
  });
}

/** A new secret; for a day the old one signs as well. */
export function useRenewWebhookSecret() {
  return useMutation({
    mutationFn: (webhook_id: string) =>
      body(
        api.POST("/api/webhooks/{webhook_id}/secret", {
          params: { path: { webhook_id }, header: changing() },
        }),
      ),
    onSuccess: useRefresh(),
  });
}
