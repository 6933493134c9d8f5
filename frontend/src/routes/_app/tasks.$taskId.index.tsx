import { createFileRoute, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { taskOptions } from "@/api/tasks/get-task";
import { PagePending } from "@/components/layout/page-pending";
import { Problem } from "@/lib/problem";

/** The address that mails and copied links have: the task, over the list that it is in. */
export const Route = createFileRoute("/_app/tasks/$taskId/")({
  loader: ({ context, params }) =>
    context.queryClient.ensureQueryData(taskOptions(params.taskId)).catch((error: unknown) => {
      // What is deleted is said, and brought back, by the panel.
      if (error instanceof Problem && [404, 410, 422].includes(error.status)) return null;
      throw error;
    }),
  component: ToTheList,
});

function ToTheList() {
  const router = useRouter();
  const { taskId } = Route.useParams();
  // The answer has parts of a task only if `fields` asks for them.
  const task = Route.useLoaderData() as TaskOut | null;
  const list = listOf(task, Object.keys(router.routesByPath));
  useEffect(() => {
    router.history.replace(`${list}?${new URLSearchParams({ task: taskId })}`);
  }, [router, list, taskId]);
  return <PagePending />;
}

function listOf(task: TaskOut | null, paths: readonly string[]): string {
  if (task === null) return "/today";
  const hasPage = paths.includes("/projects/$projectId");
  return task.project_id !== null && hasPage ? `/projects/${task.project_id}` : "/inbox";
}
