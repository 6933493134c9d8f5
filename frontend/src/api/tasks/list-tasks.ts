import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { TaskPageOut } from "../schema.gen";
import { type TaskListQuery, taskKeys } from "./keys";

const PAGE = 100;

/** Pages of a list of tasks; the next one is fetched when it is scrolled to. */
export function taskListOptions(query: TaskListQuery) {
  return infiniteQueryOptions({
    queryKey: taskKeys.list(query),
    // The answer has parts of tasks only if `fields` asks for them.
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/tasks", {
          params: { query: { ...query, limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ) as Promise<TaskPageOut>,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => data.pages.flatMap((page) => page.items),
  });
}
