import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { everyPage } from "../every-page";
import type { ProjectOut, ProjectPageOut } from "../schema.gen";

/** All projects, in their order; archived ones, too. */
export function projectsOptions() {
  return queryOptions({
    queryKey: ["projects"],
    queryFn: ({ signal }): Promise<ProjectOut[]> =>
      everyPage(
        (cursor) =>
          // The answer has parts of projects only if `fields` asks for them.
          body(
            api.GET("/api/projects", { params: { query: { limit: 200, cursor } }, signal }),
          ) as Promise<ProjectPageOut>,
      ),
  });
}
