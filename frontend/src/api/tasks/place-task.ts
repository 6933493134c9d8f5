import { type InfiniteData, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { TaskOut, TaskPageOut } from "../schema.gen";
import { putBack, settleTasks } from "./cache";
import { type TaskListQuery, taskKeys } from "./keys";
import { inLine } from "./turns";

/** Where a task is to stand: in a section (null: in none), before a task or behind all others. */
export interface Placing {
  readonly task: TaskOut;
  readonly section: string | null;
  readonly before: string | null;
}

type Pages = InfiniteData<TaskPageOut, string | null>;

/** Puts a task into a section, at a place of the list that is shown, at once. */
export function usePlaceTask(query: TaskListQuery) {
  const client = useQueryClient();
  const key = taskKeys.list(query);
  return useMutation({
    mutationFn: ({ task, section, before }: Placing) =>
      inLine(task.id, () =>
        body(
          api.POST("/api/tasks/{task_id}/move", {
            params: { path: { task_id: task.id }, header: changing() },
            body: { section_id: section, ...(before === null ? {} : { before }) },
          }),
        ),
      ),
    onMutate: async (placing) => {
      await client.cancelQueries({ queryKey: taskKeys.all });
      const data = client.getQueriesData({ queryKey: taskKeys.all });
      client.setQueryData<Pages>(key, (pages) => pages && placedInPages(pages, placing));
      return { ids: new Set([placing.task.id]), data };
    },
    onError: (_error, _placing, before) => putBack(client, before),
    onSuccess: (answer) => settleTasks(client, [answer]),
  });
}

/** The pages with the task where it is to stand; their sizes do not matter to anybody. */
function placedInPages(data: Pages, placing: Placing): Pages {
  const [first, ...rest] = data.pages;
  if (first === undefined) return data;
  const all = data.pages.flatMap((page) => page.items);
  const placed = placedTasks(all, placing);
  const sizes = data.pages.map((page) => page.items.length);
  let from = 0;
  return {
    ...data,
    pages: [first, ...rest].map((page, index) => {
      const items = placed.slice(from, from + (sizes[index] ?? 0));
      from += items.length;
      return { ...page, items };
    }),
  };
}

/** The tasks in their new order; behind all others of its section if it stands before none. */
export function placedTasks(
  all: readonly TaskOut[],
  { task, section, before }: Placing,
): TaskOut[] {
  const others = all.filter((each) => each.id !== task.id);
  const found = before === null ? -1 : others.findIndex((each) => each.id === before);
  const at = found === -1 ? others.length : found;
  const known = all.find((each) => each.id === task.id) ?? task;
  return [...others.slice(0, at), { ...known, section_id: section }, ...others.slice(at)];
}
