import { createFileRoute } from "@tanstack/react-router";
import { projectsOptions } from "@/api/projects/list-projects";
import { ProjectsPage } from "@/features/places/project/projects-page";

export const Route = createFileRoute("/_app/projects/")({
  loader: ({ context }) => context.queryClient.ensureQueryData(projectsOptions()),
  component: ProjectsPage,
});
