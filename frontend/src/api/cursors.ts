/** All that was read of a list that comes in pages. */
export const itemsOf = <T>(data: {
  readonly pages: readonly { readonly items: readonly T[] }[];
}): T[] => data.pages.flatMap((page) => page.items);

/** Where the page after this one begins; null behind the last. */
export const nextOf = <C>(page: { readonly next_cursor: C }): C => page.next_cursor;

/** What asks for the page that begins here; null for the first. */
export const from = <C>(cursor: C | null): { cursor?: C } => (cursor === null ? {} : { cursor });
