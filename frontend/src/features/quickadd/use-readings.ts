import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ParseOut } from "@/api/schema.gen";
import { parseOptions } from "@/api/words/parse-words";
import { useDebounced } from "@/lib/use-debounced";
import { isTooLong } from "./lines";
import type { Asked } from "./note";

const PAUSE_MS = 100;

const optionsOf = (asked: Asked) => parseOptions(asked.text, asked.literal);
// Data is read from the cache, so that nothing else tells Query that it is looked at.
const watched = (asked: Asked) => ({
  ...optionsOf(asked),
  notifyOnChangeProps: ["data" as const, "error" as const],
});
const keyOf = (asked: Asked): string => JSON.stringify(asked);

/**
 * How the server reads each line; nothing for lines that it has not read as they are now.
 *
 * It is asked after a short rest. Answers have the text as their key, so that one that comes late
 * is never taken for another text; questions that nobody waits for any more are aborted.
 */
export function useReadings(lines: readonly Asked[]): {
  readonly readings: readonly (ParseOut | undefined)[];
  readonly error: unknown;
} {
  const client = useQueryClient();
  const wanted = useMemo(
    () =>
      [...new Map(lines.map((each) => [keyOf(each), each])).values()].filter(
        ({ text }) => !isTooLong(text),
      ),
    [lines],
  );
  const asked = useDebounced(wanted, PAUSE_MS);
  const answers = useQueries({ queries: asked.map(watched) });
  return {
    readings: lines.map((each) => client.getQueryData(optionsOf(each).queryKey)),
    error: answers.find((answer) => answer.error !== null)?.error ?? null,
  };
}
