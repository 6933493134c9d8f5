import { createFileRoute } from "@tanstack/react-router";
import { channelsOptions } from "@/api/channels/channels";
import { vacationsOptions } from "@/api/vacations/vacations";
import { NotificationsPage } from "@/features/settings/notifications/notifications-page";

export const Route = createFileRoute("/_app/settings/notifications")({
  loader: ({ context: { queryClient } }) =>
    Promise.all([
      queryClient.ensureQueryData(channelsOptions()),
      queryClient.ensureQueryData(vacationsOptions()),
    ]),
  component: NotificationsPage,
});
