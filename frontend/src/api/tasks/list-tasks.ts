import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { TaskPageOut } from "../schema.gen";
import { type TaskListQuery, taskKeys } from "./keys";

const PAGE = 100;

/** Pages of a list of tasks; the next one is fetched when it is scrolled to. */
export function taskListOptions(query: TaskListQuery) {
  const { section, ...asked } = query;
  return infiniteQueryOptions({
    queryKey: taskKeys.list(query),
    // The answer has parts of tasks only if `fields` asks for them.
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/tasks", {
          params: { query: { ...asked, limit: PAGE, cursor: pageParam ?? undefined } },
          signal,
        }),
      ) as Promise<TaskPageOut>,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    select: (data) => {
      const tasks = data.pages.flatMap((page) => page.items);
      return section === undefined ? tasks : tasks.filter((task) => task.section_id === section);
    },
  });
}
