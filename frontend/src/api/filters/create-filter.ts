import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { FilterCreate } from "../schema.gen";
import { filterKeys } from "./keys";

/** Keeps a filter; its query is checked. */
export function useCreateFilter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (filter: FilterCreate) =>
      body(api.POST("/api/filters", { body: filter, params: { header: changing() } })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: filterKeys.all }),
        client.invalidateQueries({ queryKey: ["views"] }),
      ]),
  });
}
