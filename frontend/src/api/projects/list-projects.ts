import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { everyPage } from "../every-page";
import type { ProjectOut, ProjectPageOut } from "../schema.gen";
import { projectKeys } from "./keys";

/** All projects that are not archived, in their order. */
export function projectsOptions() {
  return queryOptions({
    queryKey: projectKeys.all,
    queryFn: ({ signal }) => everyProject(false, signal),
  });
}

/** All projects that are archived. */
export function archivedProjectsOptions() {
  return queryOptions({
    queryKey: projectKeys.archived,
    queryFn: ({ signal }) => everyProject(true, signal),
  });
}

function everyProject(archived: boolean, signal: AbortSignal): Promise<ProjectOut[]> {
  return everyPage(
    (cursor) =>
      // The answer has parts of projects only if `fields` asks for them.
      body(
        api.GET("/api/projects", { params: { query: { limit: 200, archived, cursor } }, signal }),
      ) as Promise<ProjectPageOut>,
  );
}
