import { infiniteQueryOptions, type QueryKey } from "@tanstack/react-query";

/** All that was read of a list that comes in pages. */
export const itemsOf = <T>(data: {
  readonly pages: readonly { readonly items: readonly T[] }[];
}): T[] => data.pages.flatMap((page) => page.items);

/** Where the page after this one begins; null behind the last. */
export const nextOf = <C>(page: { readonly next_cursor: C }): C => page.next_cursor;

/** What asks for the page that begins here; null for the first. */
export const from = <C>(cursor: C | null): { cursor?: C } => (cursor === null ? {} : { cursor });

interface PageOf<T, C> {
  readonly items: readonly T[];
  readonly next_cursor: C | null;
}

/** Which page is asked for: how many items, and from where on; the first has no cursor. */
export interface Asked<C> {
  readonly limit: number;
  readonly cursor?: C;
}

/** A list that comes in pages, read anew each time it is shown: nothing tells when it changes. */
export function pagesOptions<const K extends QueryKey, T, C = string>(
  queryKey: K,
  limit: number,
  page: (asked: Asked<C>, signal: AbortSignal) => Promise<PageOf<T, C>>,
) {
  return infiniteQueryOptions({
    queryKey,
    // TypeScript does not see through the type of a context that is generic.
    queryFn: ({ pageParam, signal }) => page({ limit, ...from(pageParam as C | null) }, signal),
    initialPageParam: null as C | null,
    getNextPageParam: nextOf,
    select: itemsOf,
    staleTime: 0,
  });
}
