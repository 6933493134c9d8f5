import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { inOrder, patchList, putListBack } from "../list-cache";
import type { SectionOut } from "../schema.gen";
import { sectionKeys } from "./keys";

/** Puts the sections of a project in the order of all their ids, at once. */
export function useOrderSections(projectId: string) {
  const client = useQueryClient();
  const key = sectionKeys.of(projectId);
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      body(
        api.PUT("/api/projects/{project_id}/sections/order", {
          params: { path: { project_id: projectId } },
          body: { ids: [...ids] },
        }),
      ),
    onMutate: (ids) => patchList<SectionOut>(client, key, (items) => inOrder(items, ids)),
    onError: (_error, _ids, before) => putListBack(client, key, before),
  });
}
