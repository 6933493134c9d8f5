import { createFileRoute } from "@tanstack/react-router";
import { useCallback } from "react";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { UPCOMING } from "@/features/tasks/queries";
import { UpcomingView } from "@/features/tasks/upcoming-view";
import type { Day } from "@/lib/time";

export const Route = createFileRoute("/_app/upcoming")({
  loader: ({ context }) => context.queryClient.ensureInfiniteQueryData(taskListOptions(UPCOMING)),
  component: Upcoming,
});

function Upcoming() {
  const navigate = Route.useNavigate();
  const onAdd = useCallback(
    (add: Day) => void navigate({ search: (before) => ({ ...before, add }), replace: true }),
    [navigate],
  );
  return <UpcomingView onAdd={onAdd} />;
}
