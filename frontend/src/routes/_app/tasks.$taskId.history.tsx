import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { taskOptions } from "@/api/tasks/get-task";
import { FILTERS } from "@/features/history/filters";
import { HistoryPage } from "@/features/history/history-page";
import { oneOf, searchOf } from "@/lib/search";

export const Route = createFileRoute("/_app/tasks/$taskId/history")({
  validateSearch: searchOf({ status: oneOf(FILTERS) }),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(taskOptions(params.taskId)),
  component: TaskHistoryPage,
});

function TaskHistoryPage() {
  const { taskId } = Route.useParams();
  const { status } = Route.useSearch();
  const navigate = Route.useNavigate();
  const { data: task } = useSuspenseQuery(taskOptions(taskId));
  return (
    <HistoryPage
      task={task}
      status={status}
      onStatus={(next) =>
        void navigate({
          search: ({ status: _, ...rest }) => (next ? { ...rest, status: next } : rest),
        })
      }
    />
  );
}
