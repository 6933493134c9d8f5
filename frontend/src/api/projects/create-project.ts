import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { ProjectCreate } from "../schema.gen";
import { projectKeys } from "./keys";

/** Makes a project, behind the others. */
export function useCreateProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (project: ProjectCreate) =>
      body(api.POST("/api/projects", { body: project, params: { header: changing() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: projectKeys.all }),
  });
}
