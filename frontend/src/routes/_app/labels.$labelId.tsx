import { createFileRoute } from "@tanstack/react-router";
import { labelsOptions } from "@/api/labels/list-labels";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { LabelPage } from "@/features/places/labels/label-page";
import { labelTasks } from "@/features/places/labels/queries";

export const Route = createFileRoute("/_app/labels/$labelId")({
  loader: async ({ context: { queryClient }, params: { labelId } }) => {
    const labels = await queryClient.ensureQueryData(labelsOptions());
    const label = labels.find((each) => each.id === labelId);
    if (label) await queryClient.ensureInfiniteQueryData(taskListOptions(labelTasks(label.name)));
  },
  component: Label,
});

function Label() {
  return <LabelPage id={Route.useParams().labelId} />;
}
