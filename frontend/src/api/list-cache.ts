import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Changes a list that the cache has whole, at once, and answers how it was before.
 *
 * What is being fetched is let go of: it would bring the old state back.
 */
export async function patchList<T>(
  client: QueryClient,
  key: QueryKey,
  patch: (items: readonly T[]) => readonly T[],
): Promise<readonly T[] | undefined> {
  await client.cancelQueries({ queryKey: key, exact: true });
  const before = client.getQueryData<readonly T[]>(key);
  if (before !== undefined) client.setQueryData(key, patch(before));
  return before;
}

/** The list is as it was before a change that failed, and asked for anew. */
export function putListBack(
  client: QueryClient,
  key: QueryKey,
  before: readonly unknown[] | undefined,
): Promise<void> {
  if (before !== undefined) client.setQueryData(key, before);
  return client.invalidateQueries({ queryKey: key });
}

/** The item as the server has it now, in the place of the one with its id. */
export function settleItem<T extends { readonly id: string }>(
  client: QueryClient,
  key: QueryKey,
  item: T,
): void {
  client.setQueryData<readonly T[]>(key, (items) =>
    items?.map((each) => (each.id === item.id ? item : each)),
  );
}

/** The items in the order of these ids; what they do not name stands behind. */
export function inOrder<T extends { readonly id: string }>(
  items: readonly T[],
  ids: readonly string[],
): readonly T[] {
  const places = new Map(ids.map((id, place) => [id, place]));
  const placeOf = (item: T): number => places.get(item.id) ?? ids.length;
  return [...items].sort((one, other) => placeOf(one) - placeOf(other));
}
