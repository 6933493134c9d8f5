import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { TaskOut, TaskPageOut } from "../schema.gen";
import type { Pages } from "./cache";
import type { TaskListQuery } from "./keys";
import { fetchPage } from "./list-tasks";

/**
 * Lists of many pages are not asked for as a whole whenever something changed: 10,000 tasks would
 * be 100 requests for each tick. Those pages are read anew that somebody sees, the others when
 * they come into view. A page is what follows a task's place in the order, so each stands alone.
 */
const SHORT_PAGES = 5;

export function isLong(data: unknown): data is Pages {
  if (typeof data !== "object" || data === null || !("pages" in data)) return false;
  return Array.isArray(data.pages) && data.pages.length > SHORT_PAGES;
}

interface Watched {
  /** Ids of the tasks that are drawn now. */
  readonly inView: () => ReadonlySet<string>;
  /** Where the pages begin whose tasks may have changed. */
  readonly stale: Set<string | null>;
}

const watched = new Map<string, Watched>();
const keyOf = (query: TaskListQuery): string => JSON.stringify(query);

/** The list is on the page; answers how to say that it no longer is. */
export function watchList(query: TaskListQuery, inView: Watched["inView"]): () => void {
  const mine = { inView, stale: new Set<string | null>() };
  watched.set(keyOf(query), mine);
  return () => {
    if (watched.get(keyOf(query)) === mine) watched.delete(keyOf(query));
  };
}

/** All its pages may have changed: those in view are read anew. */
export async function refreshLong(client: QueryClient, key: QueryKey): Promise<void> {
  const data = client.getQueryData(key);
  const query = queryOf(key);
  const list = query && watched.get(keyOf(query));
  if (!isLong(data) || list === undefined || query === undefined) return;
  for (const start of data.pageParams) list.stale.add(start);
  await refreshInView(client, key, query);
}

const queryOf = (key: QueryKey): TaskListQuery | undefined => {
  const last = key.at(-1);
  return typeof last === "object" && last !== null ? last : undefined;
};

/** Reads the pages anew that are in view and may have changed. */
export async function refreshInView(
  client: QueryClient,
  key: QueryKey,
  query: TaskListQuery,
): Promise<void> {
  const list = watched.get(keyOf(query));
  if (list === undefined || list.stale.size === 0) return;
  const data = client.getQueryData<Pages>(key);
  const ids = list.inView();
  const starts = (data?.pageParams ?? []).filter(
    (start, at) => list.stale.has(start) && data?.pages[at]?.items.some(({ id }) => ids.has(id)),
  );
  for (const start of starts) list.stale.delete(start);
  for (const start of starts) {
    const page = await fetchPage(query, start).catch(() => undefined);
    if (page === undefined)
      list.stale.add(start); // when it is in view again
    else client.setQueryData<Pages>(key, (now) => now && withPage(now, start, page));
  }
}

/** The pages, of which the one that begins at `start` is this one by now. */
export function withPage(now: Pages, start: string | null, fresh: TaskPageOut): Pages {
  const at = now.pageParams.indexOf(start);
  const old = now.pages[at];
  if (old === undefined) return now;
  const next = new Set(now.pages[at + 1]?.items.map((task) => task.id));
  const cut = fresh.items.findIndex((task) => next.has(task.id));
  const isJoined = cut >= 0;
  // What follows is not what followed: it is read on from here, when it is scrolled to.
  const page = isJoined
    ? { ...fresh, items: fresh.items.slice(0, cut), next_cursor: old.next_cursor }
    : fresh;
  const taken = new Set(page.items.map((task) => task.id));
  const isElsewhere = (task: TaskOut): boolean => !taken.has(task.id);
  const others = (each: TaskPageOut): TaskPageOut =>
    each.items.every(isElsewhere) ? each : { ...each, items: each.items.filter(isElsewhere) };
  const last = isJoined ? now.pages.length : at + 1;
  return {
    pages: now.pages.slice(0, last).map((each, i) => (i === at ? page : others(each))),
    pageParams: now.pageParams.slice(0, last),
  };
}
