import { infiniteQueryOptions, replaceEqualDeep } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextOf } from "../cursors";
import type { TaskPageOut } from "../schema.gen";
import type { Pages } from "./cache";
import { type TaskListQuery, taskKeys } from "./keys";
import { isPages } from "./rollback";

const PAGE = 100;

/** One page of a list of tasks, from a cursor on. */
export function fetchPage(
  query: TaskListQuery,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<TaskPageOut> {
  const { section: _shown, ...asked } = query;
  // The answer has parts of tasks only if `fields` asks for them.
  return body(
    api.GET("/api/tasks", {
      params: { query: { ...asked, limit: PAGE, cursor: cursor ?? undefined } },
      ...(signal ? { signal } : {}),
    }),
  ) as Promise<TaskPageOut>;
}

export const SHORT_PAGES = 5;

/** Whether a list has more pages than are asked for as a whole (long-lists.ts). */
export const isLong = (data: unknown): data is Pages =>
  isPages(data) && data.pages.length > SHORT_PAGES;

const isShort = (query: { readonly state: { readonly data?: unknown } }): boolean =>
  !isLong(query.state.data);

/**
 * A task that is as it was stays the same object, also if others before it came or went.
 *
 * What React Query does by itself compares by place: all rows behind one that left would be new.
 */
function sameTasks(before: unknown, after: unknown): unknown {
  if (!isPages(before) || !isPages(after)) return after;
  const known = new Map(before.pages.flatMap((page) => page.items).map((task) => [task.id, task]));
  const pages = after.pages.map((page) => ({
    ...page,
    items: page.items.map((task) => replaceEqualDeep(known.get(task.id), task)),
  }));
  const isSame =
    pages.length === before.pages.length &&
    pages.every((page, at) => isSamePage(before.pages[at], page));
  return isSame ? before : { ...after, pages };
}

function isSamePage(one: TaskPageOut | undefined, other: TaskPageOut): boolean {
  return (
    one?.next_cursor === other.next_cursor &&
    one.items.length === other.items.length &&
    one.items.every((task, at) => task === other.items[at])
  );
}

/** Pages of a list of tasks; the next one is fetched when it is scrolled to. */
export function taskListOptions(query: TaskListQuery) {
  const { section } = query;
  return infiniteQueryOptions({
    queryKey: taskKeys.list(query),
    queryFn: ({ pageParam, signal }) => fetchPage(query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    select: (data) => {
      const tasks = data.pages.flatMap((page) => page.items);
      return section === undefined ? tasks : tasks.filter((task) => task.section_id === section);
    },
    structuralSharing: sameTasks,
    refetchOnWindowFocus: isShort,
    refetchOnReconnect: isShort,
    refetchOnMount: isShort,
  });
}
