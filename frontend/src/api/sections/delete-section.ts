import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { patchList, putListBack } from "../list-cache";
import type { SectionOut } from "../schema.gen";
import { refreshLists } from "../tasks/cache";
import { sectionKeys } from "./keys";

/** Deletes a section; its tasks stay in the project. */
export function useDeleteSection(projectId: string) {
  const client = useQueryClient();
  const key = sectionKeys.of(projectId);
  return useMutation({
    mutationFn: (section: SectionOut) =>
      body(
        api.DELETE("/api/sections/{section_id}", {
          params: {
            path: { section_id: section.id },
            header: { "if-match": `"${section.version}"` },
          },
        }),
      ),
    onMutate: (section) =>
      patchList<SectionOut>(client, key, (items) => items.filter((each) => each.id !== section.id)),
    onError: (_error, _section, before) => putListBack(client, key, before),
    onSuccess: () => refreshLists(client),
  });
}
