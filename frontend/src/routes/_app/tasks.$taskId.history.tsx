import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { taskOptions } from "@/api/tasks/get-task";
import { FILTERS, type Filter } from "@/features/history/filters";
import { HistoryPage } from "@/features/history/history-page";

export const Route = createFileRoute("/_app/tasks/$taskId/history")({
  validateSearch: (search): { status?: Filter } => {
    const status = FILTERS.find((each) => each === search.status);
    return status === undefined ? {} : { status };
  },
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
