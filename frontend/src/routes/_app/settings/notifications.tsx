import { createFileRoute } from "@tanstack/react-router";
import { NotificationsPage } from "@/features/settings/notifications/notifications-page";

export const Route = createFileRoute("/_app/settings/notifications")({
  // Loaders are not split off by themselves: what settings ask for costs other pages nothing.
  loader: async ({ context }) =>
    (await import("@/features/settings/notifications/load")).load(context.queryClient),
  component: NotificationsPage,
});
