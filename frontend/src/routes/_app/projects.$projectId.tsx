import { createFileRoute } from "@tanstack/react-router";
import { archivedProjectsOptions, projectsOptions } from "@/api/projects/list-projects";
import { sectionsOptions } from "@/api/sections/list-sections";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { ProjectPage } from "@/features/places/project/project-page";
import { projectTasks } from "@/features/places/project/queries";
import { oneOf, searchOf } from "@/lib/search";

export const Route = createFileRoute("/_app/projects/$projectId")({
  validateSearch: searchOf({ view: oneOf(["board"] as const) }),
  loader: async ({ context: { queryClient }, params: { projectId } }) => {
    const isThis = ({ id }: { readonly id: string }): boolean => id === projectId;
    const isThere =
      (await queryClient.ensureQueryData(projectsOptions())).some(isThis) ||
      (await queryClient.ensureQueryData(archivedProjectsOptions())).some(isThis);
    if (!isThere) return;
    await Promise.all([
      queryClient.ensureQueryData(sectionsOptions(projectId)),
      queryClient.ensureInfiniteQueryData(taskListOptions(projectTasks(projectId))),
    ]);
  },
  component: Project,
});

function Project() {
  const { projectId } = Route.useParams();
  const { view = "list" } = Route.useSearch();
  return <ProjectPage id={projectId} view={view} />;
}
