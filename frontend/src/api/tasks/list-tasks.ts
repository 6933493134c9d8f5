import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { TaskPageOut } from "../schema.gen";
import { type TaskListQuery, taskKeys } from "./keys";

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

const MANY_PAGES = 5;

/** Whether all of it may be asked for again; of long lists that is done page by page. */
const isShort = (query: { readonly state: { readonly data?: unknown } }): boolean => {
  const { data } = query.state;
  const pages = typeof data === "object" && data !== null && "pages" in data ? data.pages : [];
  return !Array.isArray(pages) || pages.length <= MANY_PAGES;
};

/** Pages of a list of tasks; the next one is fetched when it is scrolled to. */
export function taskListOptions(query: TaskListQuery) {
  const { section } = query;
  return infiniteQueryOptions({
    queryKey: taskKeys.list(query),
    queryFn: ({ pageParam, signal }) => fetchPage(query, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => {
      const tasks = data.pages.flatMap((page) => page.items);
      return section === undefined ? tasks : tasks.filter((task) => task.section_id === section);
    },
    refetchOnWindowFocus: isShort,
    refetchOnReconnect: isShort,
    refetchOnMount: isShort,
  });
}
