import { hashKey, type Query, type QueryClient, type QueryKey } from "@tanstack/react-query";
import type { TaskOut, TaskPageOut } from "../schema.gen";
import type { Pages } from "./cache";
import { type TaskListQuery, taskKeys } from "./keys";
import { fetchPage, isLong, SHORT_PAGES } from "./list-tasks";

/**
 * Lists of many pages are not asked for as a whole whenever something changed: 10,000 tasks would
 * be 100 requests for each tick. Those pages are read anew that somebody sees, the others when
 * they come into view. A page is what follows a task's place in the order, so each stands alone.
 *
 * What nobody shows is cut to its first pages, and read anew when it is shown. A page that draws
 * all of it (board, calendar, log) reads all of it.
 */
interface Watched {
  /** Each answers the ids of the tasks that it draws now; sections share one list. */
  readonly views: Set<() => ReadonlySet<string>>;
  /** Where the pages begin whose tasks may have changed. */
  readonly stale: Set<string | null>;
}

const watched = new Map<string, Watched>();

/** The list, or a section of it, is on the page; answers how to say that it no longer is. */
export function watchList(
  client: QueryClient,
  query: TaskListQuery,
  inView: () => ReadonlySet<string>,
): () => void {
  const key = taskKeys.list(query);
  const hash = hashKey(key);
  const list = watched.get(hash) ?? { views: new Set(), stale: new Set() };
  watched.set(hash, list);
  list.views.add(inView);
  return () => {
    list.views.delete(inView);
    if (list.views.size > 0) return;
    watched.delete(hash);
    if (list.stale.size > 0) shorten(client, key);
  };
}

/** Its first pages are left, and read anew by whoever shows them next. */
function shorten(client: QueryClient, key: QueryKey): void {
  const cut = <T>(all: readonly T[]): T[] => all.slice(0, SHORT_PAGES);
  client.setQueryData<Pages>(
    key,
    (now) => now && { pages: cut(now.pages), pageParams: cut(now.pageParams) },
  );
  void client.invalidateQueries({ queryKey: key, exact: true, refetchType: "none" });
}

/** All its pages may have changed: those in view are read anew. */
export async function refreshLong(client: QueryClient, query: Query): Promise<void> {
  const { queryKey, queryHash, state } = query;
  if (!isLong(state.data)) return;
  const list = watched.get(queryHash);
  if (list !== undefined) {
    for (const start of state.data.pageParams) list.stale.add(start);
    await refreshInView(client, queryKey);
  } else if (query.isActive()) await client.invalidateQueries({ queryKey, exact: true });
  else shorten(client, queryKey);
}

/** Reads the pages anew that are in view and may have changed. */
export async function refreshInView(client: QueryClient, key: QueryKey): Promise<void> {
  const list = watched.get(hashKey(key));
  if (list === undefined || list.stale.size === 0) return;
  const data = client.getQueryData<Pages>(key);
  const ids = new Set([...list.views].flatMap((inView) => [...inView()]));
  const starts = (data?.pageParams ?? []).filter(
    (start, at) => list.stale.has(start) && data?.pages[at]?.items.some(({ id }) => ids.has(id)),
  );
  for (const start of starts) list.stale.delete(start);
  for (const start of starts) {
    const page = await fetchPage(key.at(-1) as TaskListQuery, start).catch(() => undefined);
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
  const isJoined = cut >= 0 || fresh.next_cursor === old.next_cursor;
  // If not, what follows is not what followed: it is read on from here, when it is scrolled to.
  const page =
    cut >= 0 ? { ...fresh, items: fresh.items.slice(0, cut), next_cursor: old.next_cursor } : fresh;
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
