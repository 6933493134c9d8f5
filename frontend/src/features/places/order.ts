interface Favourable {
  readonly id: string;
  readonly is_favorite: boolean;
}

/** Favourites first; within both groups the order stays. */
export function favouritesFirst<T extends Favourable>(items: readonly T[]): T[] {
  return [
    ...items.filter((each) => each.is_favorite),
    ...items.filter((each) => !each.is_favorite),
  ];
}

/**
 * The ids after one of them went a step up (-1) or down (+1); null if it cannot go there.
 *
 * `isSame` says whether both are of one group: nothing leaves its own.
 */
export function moved<T extends { readonly id: string }>(
  items: readonly T[],
  id: string,
  step: -1 | 1,
  isSame: (one: T, other: T) => boolean = () => true,
): string[] | null {
  const from = items.findIndex((each) => each.id === id);
  const here = items[from];
  const there = items[from + step];
  if (here === undefined || there === undefined || !isSame(here, there)) return null;
  const ids = items.map((each) => each.id);
  ids[from] = there.id;
  ids[from + step] = here.id;
  return ids;
}
