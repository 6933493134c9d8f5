import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { ParseOut, PlaceIn } from "../schema.gen";

/** How long a reading is good: “in an hour” is another time soon. */
export const READING_MS = 60_000;

/** Has a sentence read as a task; `literal` are places that are title, whatever they say. */
export function parseWords(
  text: string,
  literal: readonly PlaceIn[],
  signal: AbortSignal | null = null,
): Promise<ParseOut> {
  return body(api.POST("/api/tasks/parse", { body: { text, literal: [...literal] }, signal }));
}

/** How a sentence reads as a task, for a box in which it is being written. */
export function parseOptions(text: string, literal: readonly PlaceIn[]) {
  return queryOptions({
    queryKey: ["words", text, literal],
    queryFn: ({ signal }) => parseWords(text, literal, signal),
    staleTime: READING_MS,
    gcTime: READING_MS,
    retry: false,
  });
}
