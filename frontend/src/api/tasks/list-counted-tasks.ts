import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { nextOf } from "../cursors";
import type { TaskPageOut } from "../schema.gen";
import { type TaskListQuery, taskKeys } from "./keys";

/** As a list of tasks, with how many there are in all, and what the filter names that is not there. */
export function countedTasksOptions(query: TaskListQuery, limit: number) {
  return infiniteQueryOptions({
    queryKey: [...taskKeys.list(query), "counted", limit],
    queryFn: ({ pageParam, signal }) =>
      // The answer has parts of tasks only if `fields` asks for them.
      body(
        api.GET("/api/tasks", {
          params: { query: { ...query, limit, with_total: true, cursor: pageParam ?? undefined } },
          signal,
        }),
      ) as Promise<TaskPageOut>,
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    select: (data) => ({
      tasks: data.pages.flatMap((page) => page.items),
      total: data.pages[0]?.total ?? 0,
      warnings: data.pages[0]?.warnings ?? [],
    }),
  });
}
