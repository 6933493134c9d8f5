import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { PreviewIn } from "../schema.gen";

/** What a rule means: in words, its next dates, what clocks do to them, warnings. */
export function previewOptions(rule: PreviewIn) {
  return queryOptions({
    queryKey: ["recurrence", "preview", rule],
    queryFn: ({ signal }) => body(api.POST("/api/recurrence/preview", { body: rule, signal })),
    retry: false,
  });
}
