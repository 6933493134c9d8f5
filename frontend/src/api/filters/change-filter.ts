import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { patchList, putListBack, settleItem } from "../list-cache";
import type { FilterChange, FilterOut } from "../schema.gen";
import { refreshLists } from "../tasks/cache";
import { filterKeys } from "./keys";

interface Change {
  readonly filter: FilterOut;
  readonly fields: Pick<FilterChange, "name" | "query" | "sort" | "color" | "is_favorite">;
}

/** Changes fields of a saved filter, at once; what the server refuses is put back. */
export function useChangeFilter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ filter, fields }: Change) =>
      body(
        api.PATCH("/api/filters/{filter_id}", {
          params: {
            path: { filter_id: filter.id },
            header: { "if-match": `"${filter.version}"` },
          },
          body: fields,
        }),
      ),
    onMutate: ({ filter, fields }) =>
      patchList<FilterOut>(client, filterKeys.all, (items) =>
        items.map((each) => (each.id === filter.id ? { ...each, ...fields } : each)),
      ),
    onError: (_error, _change, before) => putListBack(client, filterKeys.all, before),
    onSuccess: (answer) => {
      settleItem(client, filterKeys.all, answer);
      void refreshLists(client); // who asked hears of it at once
    },
  });
}
