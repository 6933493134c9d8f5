import { createFileRoute } from "@tanstack/react-router";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { InboxView } from "@/features/tasks/inbox-view";
import { INBOX } from "@/features/tasks/queries";

export const Route = createFileRoute("/_app/inbox")({
  loader: ({ context }) => context.queryClient.ensureInfiniteQueryData(taskListOptions(INBOX)),
  component: InboxView,
});
