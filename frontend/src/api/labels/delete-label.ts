import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { patchList, putListBack } from "../list-cache";
import type { LabelOut } from "../schema.gen";
import { taskKeys } from "../tasks/keys";
import { labelKeys } from "./keys";

/** Deletes a label; its tasks stay, without it. */
export function useDeleteLabel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (label: LabelOut) =>
      body(
        api.DELETE("/api/labels/{label_id}", {
          params: { path: { label_id: label.id }, header: { "if-match": `"${label.version}"` } },
        }),
      ),
    onMutate: (label) =>
      patchList<LabelOut>(client, labelKeys.all, (items) =>
        items.filter((each) => each.id !== label.id),
      ),
    onError: (_error, _label, before) => putListBack(client, labelKeys.all, before),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: taskKeys.all }),
        client.invalidateQueries({ queryKey: ["views"] }),
      ]),
  });
}
