import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { sectionKeys } from "./keys";

/** Makes a section, behind the others of the project. */
export function useCreateSection(projectId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      body(
        api.POST("/api/projects/{project_id}/sections", {
          params: { path: { project_id: projectId }, header: changing() },
          body: { name },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: sectionKeys.of(projectId) }),
  });
}
