import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { patchList, putListBack } from "../list-cache";
import type { ProjectOut } from "../schema.gen";
import { refreshLists } from "../tasks/cache";
import { projectKeys } from "./keys";

/** Deletes a project; its tasks stay, in no project. */
export function useDeleteProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (project: ProjectOut) =>
      body(
        api.DELETE("/api/projects/{project_id}", {
          params: {
            path: { project_id: project.id },
            header: { "if-match": `"${project.version}"` },
          },
        }),
      ),
    onMutate: (project) =>
      patchList<ProjectOut>(client, projectKeys.all, (items) =>
        items.filter((each) => each.id !== project.id),
      ),
    onError: (_error, _project, before) => putListBack(client, projectKeys.all, before),
    onSuccess: () =>
      Promise.all([client.invalidateQueries({ queryKey: projectKeys.all }), refreshLists(client)]),
  });
}
