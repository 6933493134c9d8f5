import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { TaskOut } from "../schema.gen";
import { applyToTasks, type Pages } from "./cache";
import { taskKeys } from "./keys";

/** How some tasks were shown before a change that may fail. */
export interface Before {
  readonly ids: ReadonlySet<string>;
  readonly data: readonly [QueryKey, unknown][];
}

/**
 * Changes tasks wherever they are shown, at once, and answers what was there before.
 *
 * What is being fetched is let go of: it would bring the old state back.
 */
export async function patchTasks(
  client: QueryClient,
  ids: ReadonlySet<string>,
  patch: (task: TaskOut) => TaskOut | null,
): Promise<Before> {
  await client.cancelQueries({ queryKey: taskKeys.all });
  const before = { ids, data: client.getQueriesData({ queryKey: taskKeys.all }) };
  applyToTasks(client, ids, patch);
  return before;
}

/**
 * The tasks are shown again as before, and where they stood; `only` these, else all of them.
 *
 * Others keep what became of them meanwhile.
 */
export function putBack(
  client: QueryClient,
  before: Before | undefined,
  only: ReadonlySet<string> | undefined = before?.ids,
): void {
  if (before === undefined || only === undefined) return;
  for (const [key, data] of before.data) {
    if (isPages(data)) {
      client.setQueryData<Pages>(key, (now) => now && restored(now, data, only));
    } else if (only.has(String(key.at(-1)))) {
      client.setQueryData(key, data);
    }
  }
}

/** Whether this is what a list of tasks has in the cache. */
export const isPages = (data: unknown): data is Pages =>
  typeof data === "object" && data !== null && "pages" in data;

function restored(now: Pages, old: Pages, ids: ReadonlySet<string>): Pages {
  const pages = now.pages.map((page, at) => {
    const left = page.items.filter((task) => !ids.has(task.id));
    const items = placedAsIn(left, old.pages[at]?.items ?? [], ids);
    return items.length === page.items.length && items.every((task, i) => task === page.items[i])
      ? page
      : { ...page, items };
  });
  return { ...now, pages };
}

/** The items, and those of `old` that are among `ids`, each behind what stood before it. */
function placedAsIn(
  items: readonly TaskOut[],
  old: readonly TaskOut[],
  ids: ReadonlySet<string>,
): TaskOut[] {
  const placed = [...items];
  let place = 0;
  for (const task of old) {
    if (ids.has(task.id)) {
      placed.splice(place, 0, task);
      place += 1;
    } else {
      const at = placed.findIndex((each) => each.id === task.id);
      if (at >= 0) place = at + 1;
    }
  }
  return placed;
}

/** A task stands before or after another one, wherever both are listed as they were moved. */
export async function moveInLists(
  client: QueryClient,
  task: TaskOut,
  beside: { readonly before: string } | { readonly after: string },
): Promise<Before> {
  await client.cancelQueries({ queryKey: taskKeys.all });
  const data = client.getQueriesData<Pages>({ queryKey: taskKeys.lists });
  for (const [key, pages] of data) {
    if (pages !== undefined && isManual(key)) client.setQueryData(key, moved(pages, task, beside));
  }
  return { ids: new Set([task.id]), data };
}

function isManual(key: QueryKey): boolean {
  const query = key.at(-1);
  if (typeof query !== "object" || query === null || !("sort" in query)) return false;
  return query.sort === "manual";
}

function moved(
  data: Pages,
  task: TaskOut,
  beside: { readonly before: string } | { readonly after: string },
): Pages {
  const other = "before" in beside ? beside.before : beside.after;
  const all = data.pages.flatMap((page) => page.items);
  const mine = all.find((each) => each.id === task.id);
  if (mine === undefined || !all.some((each) => each.id === other)) return data;
  return {
    ...data,
    pages: data.pages.map((page) => {
      const items = page.items.filter((each) => each.id !== task.id);
      const at = items.findIndex((each) => each.id === other);
      if (at >= 0) items.splice("before" in beside ? at : at + 1, 0, mine);
      return { ...page, items };
    }),
  };
}
