import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { pagesOptions } from "../cursors";
import { type Downloaded, download } from "../downloads";
import type { LetterOut } from "../schema.gen";

const PAGE = 50;
const AGAIN_MS = 5000;
const MOST_HEAPS = 12;

export const LETTER_STATES = ["open", "redriving", "redriven", "discarded", "all"] as const;
export type LetterState = (typeof LETTER_STATES)[number];

/** Which dead letters are meant: those that fit everything that is given. */
export interface LetterFilter {
  readonly id?: string[];
  readonly event_type?: string;
  readonly error_class?: string;
  readonly fingerprint?: string;
  readonly user?: string;
  readonly group?: string;
  readonly since?: string;
  readonly until?: string;
}

export const lettersKey = ["ops", "letters"] as const;

/** Dead letters without their payloads, the newest first. */
export function lettersOptions(filter: LetterFilter, state: LetterState) {
  const pages = pagesOptions([...lettersKey, "list", filter, state], PAGE, (asked, signal) =>
    body(api.GET("/api/ops/dlq", { params: { query: { ...filter, state, ...asked } }, signal })),
  );
  return { ...pages, retry: false };
}

/** All of them as a table, also those that no page was read of; 100,000 at most. */
export const downloadLetters = (filter: LetterFilter, state: LetterState): Promise<Downloaded> =>
  download("/api/ops/dlq.csv", { ...filter, state });

/** How many there are, by event type and by fingerprint; asked again as long as somebody looks. */
export function letterStatsOptions(filter: LetterFilter = {}, state: LetterState = "open") {
  return queryOptions({
    queryKey: [...lettersKey, "stats", filter, state],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/ops/dlq/stats", {
          params: { query: { ...filter, state, limit: MOST_HEAPS } },
          signal,
        }),
      ),
    staleTime: 0,
    refetchInterval: AGAIN_MS,
  });
}

/** One with its payload. That it was shown goes into the audit log: it is never asked by itself. */
export function letterOptions(letter_id: string) {
  return queryOptions({
    queryKey: ["ops", "letter", letter_id],
    queryFn: ({ signal }) =>
      body(api.GET("/api/ops/dlq/{letter_id}", { params: { path: { letter_id } }, signal })),
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0, // somebody's words: gone when nobody looks at them
    retry: false,
  });
}

/** One without its payload, asked again as long as somebody looks; null if there is none. */
export function listedLetterOptions(id: string, client: QueryClient) {
  return queryOptions<LetterOut | null>({
    queryKey: [...lettersKey, "one", id],
    queryFn: ({ signal }) =>
      body(api.GET("/api/ops/dlq", { params: { query: { id: [id], state: "all" } }, signal })).then(
        ({ items }) => items[0] ?? null,
      ),
    placeholderData: () => knownLetter(client, id),
    staleTime: 0,
    refetchInterval: AGAIN_MS,
    retry: false,
  });
}

/** What lists have shown of it already. */
function knownLetter(client: QueryClient, id: string): LetterOut | undefined {
  const lists = client.getQueriesData<{ pages: readonly { items: readonly LetterOut[] }[] }>({
    queryKey: [...lettersKey, "list"],
  });
  return lists
    .flatMap(([, data]) => data?.pages.flatMap((page) => page.items) ?? [])
    .find((letter) => letter.id === id);
}
