import { createFileRoute } from "@tanstack/react-router";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { TODAY } from "@/features/tasks/queries";
import { TodayView } from "@/features/tasks/today-view";

export const Route = createFileRoute("/_app/today")({
  loader: ({ context }) => context.queryClient.ensureInfiniteQueryData(taskListOptions(TODAY)),
  component: TodayView,
});
