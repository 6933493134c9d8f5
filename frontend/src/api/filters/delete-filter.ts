import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { patchList, putListBack } from "../list-cache";
import type { FilterOut } from "../schema.gen";
import { filterKeys } from "./keys";

/** Deletes a saved filter; no task changes. */
export function useDeleteFilter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (filter: FilterOut) =>
      body(
        api.DELETE("/api/filters/{filter_id}", {
          params: {
            path: { filter_id: filter.id },
            header: { "if-match": `"${filter.version}"` },
          },
        }),
      ),
    onMutate: (filter) =>
      patchList<FilterOut>(client, filterKeys.all, (items) =>
        items.filter((each) => each.id !== filter.id),
      ),
    onError: (_error, _filter, before) => putListBack(client, filterKeys.all, before),
  });
}
