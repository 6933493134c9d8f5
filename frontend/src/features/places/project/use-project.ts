import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { archivedProjectsOptions, projectsOptions } from "@/api/projects/list-projects";
import type { ProjectOut } from "@/api/schema.gen";

/** The project, from the archive, too; undefined if there is none with this id (any more). */
export function useProject(id: string): ProjectOut | undefined {
  const { data: projects } = useSuspenseQuery(projectsOptions());
  const found = projects.find((each) => each.id === id);
  const { data: archived } = useQuery({
    ...archivedProjectsOptions(),
    enabled: found === undefined,
  });
  return found ?? archived?.find((each) => each.id === id);
}
