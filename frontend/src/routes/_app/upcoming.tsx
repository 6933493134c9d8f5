import { createFileRoute } from "@tanstack/react-router";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { UPCOMING } from "@/features/tasks/queries";
import { UpcomingView } from "@/features/tasks/upcoming-view";
import { addOn } from "../-frame/use-adding";

export const Route = createFileRoute("/_app/upcoming")({
  loader: ({ context }) => context.queryClient.ensureInfiniteQueryData(taskListOptions(UPCOMING)),
  component: () => <UpcomingView onAdd={addOn} />,
});
