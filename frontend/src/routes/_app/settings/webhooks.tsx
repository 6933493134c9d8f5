import { createFileRoute } from "@tanstack/react-router";
import { WebhooksPage } from "@/features/settings/webhooks/webhooks-page";

export const Route = createFileRoute("/_app/settings/webhooks")({
  // Loaders are not split off by themselves: what settings ask for costs other pages nothing.
  loader: async ({ context }) =>
    (await import("@/features/settings/webhooks/load")).load(context.queryClient),
  component: WebhooksPage,
});
