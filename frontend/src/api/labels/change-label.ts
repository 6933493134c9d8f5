import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { patchList, putListBack } from "../list-cache";
import type { LabelChange, LabelOut } from "../schema.gen";
import { taskKeys } from "../tasks/keys";
import { labelKeys } from "./keys";

interface Change {
  readonly label: LabelOut;
  readonly fields: Pick<LabelChange, "name" | "color" | "is_favorite" | "merge">;
}

/** Changes fields of a label. A name that another one has is refused, unless `merge` is true. */
export function useChangeLabel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ label, fields }: Change) =>
      body(
        api.PATCH("/api/labels/{label_id}", {
          params: { path: { label_id: label.id }, header: { "if-match": `"${label.version}"` } },
          body: fields,
        }),
      ),
    onMutate: ({ label, fields: { merge: _, ...shown } }) =>
      patchList<LabelOut>(client, labelKeys.all, (items) =>
        items.map((each) => (each.id === label.id ? { ...each, ...shown } : each)),
      ),
    onError: (_error, _change, before) => putListBack(client, labelKeys.all, before),
    // Tasks name their labels, so each of them reads anew.
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: labelKeys.all }),
        client.invalidateQueries({ queryKey: taskKeys.all }),
        client.invalidateQueries({ queryKey: ["views"] }),
      ]),
  });
}
