import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { patchList, putListBack, settleItem } from "../list-cache";
import type { SectionOut } from "../schema.gen";
import { sectionKeys } from "./keys";

interface Renaming {
  readonly section: SectionOut;
  readonly name: string;
}

/** Gives a section another name, at once; what the server refuses is put back. */
export function useRenameSection(projectId: string) {
  const client = useQueryClient();
  const key = sectionKeys.of(projectId);
  return useMutation({
    mutationFn: ({ section, name }: Renaming) =>
      body(
        api.PATCH("/api/sections/{section_id}", {
          params: {
            path: { section_id: section.id },
            header: { "if-match": `"${section.version}"` },
          },
          body: { name },
        }),
      ),
    onMutate: ({ section, name }) =>
      patchList<SectionOut>(client, key, (items) =>
        items.map((each) => (each.id === section.id ? { ...each, name } : each)),
      ),
    onError: (_error, _renaming, before) => putListBack(client, key, before),
    onSuccess: (answer) => settleItem(client, key, answer),
  });
}
