import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { inOrder, patchList, putListBack } from "../list-cache";
import type { ProjectOut } from "../schema.gen";
import { projectKeys } from "./keys";

/** Puts the projects in the order of all their ids, at once; what is refused is put back. */
export function useOrderProjects() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      body(api.PUT("/api/projects/order", { body: { ids: [...ids] } })),
    onMutate: (ids) =>
      patchList<ProjectOut>(client, projectKeys.all, (items) => inOrder(items, ids)),
    onError: (_error, _ids, before) => putListBack(client, projectKeys.all, before),
  });
}
