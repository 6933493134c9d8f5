import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { taskOptions } from "@/api/tasks/get-task";
import { Page } from "@/components/layout/page";
import { RecurrenceSection } from "@/features/recurrence/recurrence-section";
import { RemindersSection } from "@/features/reminders/reminders-section";

export const Route = createFileRoute("/_app/tasks/$taskId/schedule")({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(taskOptions(params.taskId)),
  component: SchedulePage,
});

/** When a task comes back and when it reminds, on a page of its own: for links in mails. */
function SchedulePage() {
  const { taskId } = Route.useParams();
  const { data: task } = useSuspenseQuery(taskOptions(taskId));
  return (
    <Page title={<bdi>{task.title}</bdi>} named={task.title}>
      <div className="flex flex-col gap-8">
        <RecurrenceSection task={task} />
        <RemindersSection task={task} />
      </div>
    </Page>
  );
}
