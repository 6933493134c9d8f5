import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { itemsOf, nextOf } from "../cursors";
import type { OccurrenceOut, TaskOut } from "../schema.gen";

const PAGE = 30;

/** Slots of a series with what became of each, the latest first, a page at a time. */
export function occurrencesOptions(
  task: Pick<TaskOut, "id" | "version">,
  status?: OccurrenceOut["status"],
) {
  return infiniteQueryOptions({
    queryKey: ["tasks", "occurrences", task.id, task.version, status ?? null],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/tasks/{task_id}/occurrences", {
          params: {
            path: { task_id: task.id },
            query: { limit: PAGE, cursor: pageParam ?? undefined, status },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    select: itemsOf,
  });
}
