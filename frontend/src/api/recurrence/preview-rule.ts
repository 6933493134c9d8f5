import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { PreviewIn } from "../schema.gen";

/** What a rule means: in words, its next dates, what clocks do to them, warnings. */
export function previewRuleOptions(asked: PreviewIn) {
  return queryOptions({
    queryKey: ["recurrence", "preview", asked],
    queryFn: ({ signal }) => body(api.POST("/api/recurrence/preview", { body: asked, signal })),
    // Asked anew by every click: what it said a minute ago is what it says now.
    retry: false,
  });
}
