import { createFileRoute } from "@tanstack/react-router";
import { webhooksOptions } from "@/api/webhooks/webhooks";
import { WebhooksPage } from "@/features/settings/webhooks/webhooks-page";

export const Route = createFileRoute("/_app/settings/webhooks")({
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(webhooksOptions()),
  component: WebhooksPage,
});
