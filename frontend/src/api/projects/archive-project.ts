import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { ProjectOut } from "../schema.gen";
import { refreshLists } from "../tasks/cache";
import { projectKeys } from "./keys";

interface Archiving {
  readonly project: ProjectOut;
  readonly archived: boolean;
}

/** Puts a project into the archive, where nothing reminds, or takes it out again. */
export function useArchiveProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ project, archived }: Archiving) => {
      const params = { path: { project_id: project.id }, header: changing() };
      return body(
        archived
          ? api.POST("/api/projects/{project_id}/archive", { params })
          : api.POST("/api/projects/{project_id}/unarchive", { params }),
      );
    },
    onSuccess: () =>
      Promise.all([client.invalidateQueries({ queryKey: projectKeys.all }), refreshLists(client)]),
  });
}
