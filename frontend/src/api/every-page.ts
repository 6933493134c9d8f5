interface PageOf<T> {
  readonly items: readonly T[];
  readonly next_cursor?: string | null | undefined;
}

/** All items of a list that comes in pages; for lists that are short with everybody. */
export async function everyPage<T>(
  page: (cursor: string | undefined) => Promise<PageOf<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const { items: more, next_cursor: next } = await page(cursor);
    items.push(...more);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return items;
}
