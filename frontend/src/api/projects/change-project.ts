import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { patchList, putListBack, settleItem } from "../list-cache";
import type { ProjectChange, ProjectOut } from "../schema.gen";
import { projectKeys } from "./keys";

interface Change {
  readonly project: ProjectOut;
  readonly fields: Pick<ProjectChange, "name" | "color" | "is_favorite">;
}

/** Changes fields of a project, everywhere at once; what the server refuses is put back. */
export function useChangeProject() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ project, fields }: Change) =>
      body(
        api.PATCH("/api/projects/{project_id}", {
          params: {
            path: { project_id: project.id },
            header: { "if-match": `"${project.version}"` },
          },
          body: fields,
        }),
      ),
    onMutate: ({ project, fields }) =>
      patchList<ProjectOut>(client, projectKeys.all, (items) =>
        items.map((each) => (each.id === project.id ? { ...each, ...fields } : each)),
      ),
    onError: (_error, _change, before) => putListBack(client, projectKeys.all, before),
    onSuccess: (answer) => {
      settleItem(client, projectKeys.all, answer);
      settleItem(client, projectKeys.archived, answer);
    },
  });
}
