import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { PlaceIn } from "../schema.gen";

/** How a sentence reads as a task; `literal` are places that are title, whatever they say. */
export function parseOptions(text: string, literal: readonly PlaceIn[]) {
  return queryOptions({
    queryKey: ["words", text, literal],
    queryFn: ({ signal }) =>
      body(api.POST("/api/tasks/parse", { body: { text, literal: [...literal] }, signal })),
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });
}
