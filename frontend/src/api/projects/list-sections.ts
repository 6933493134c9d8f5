import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { SectionListOut, SectionOut } from "../schema.gen";

/** The sections of a project, in their order. */
export function sectionsOptions(projectId: string) {
  return queryOptions({
    queryKey: ["projects", projectId, "sections"],
    queryFn: async ({ signal }): Promise<SectionOut[]> => {
      // The answer has parts of sections only if `fields` asks for them.
      const list = (await body(
        api.GET("/api/projects/{project_id}/sections", {
          params: { path: { project_id: projectId } },
          signal,
        }),
      )) as SectionListOut;
      return list.items;
    },
  });
}
