import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { LabelCreate } from "../schema.gen";
import { labelKeys } from "./keys";

/** Makes a label; tasks make those that they name by themselves. */
export function useCreateLabel() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (label: LabelCreate) =>
      body(api.POST("/api/labels", { body: label, params: { header: changing() } })),
    onSuccess: () => client.invalidateQueries({ queryKey: labelKeys.all }),
  });
}
