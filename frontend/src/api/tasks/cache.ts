import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import type { TaskOut, TaskPageOut } from "../schema.gen";
import { taskKeys } from "./keys";

type Pages = InfiniteData<TaskPageOut, string | null>;

/** What was in the cache before a change that may fail. */
export type Before = readonly [QueryKey, unknown][];

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
  const before = client.getQueriesData({ queryKey: taskKeys.all });
  applyToTasks(client, ids, patch);
  return before;
}

/** As patchTasks, for what the server has said: there is nothing to go back to. */
export function applyToTasks(
  client: QueryClient,
  ids: ReadonlySet<string>,
  patch: (task: TaskOut) => TaskOut | null,
): void {
  const change = (task: TaskOut): TaskOut[] => {
    const after = ids.has(task.id) ? patch(task) : task;
    return after === null ? [] : [after];
  };
  client.setQueriesData<Pages>({ queryKey: taskKeys.lists }, (data) =>
    data === undefined || !data.pages.some((page) => page.items.some((task) => ids.has(task.id)))
      ? data
      : {
          ...data,
          pages: data.pages.map((page) => ({ ...page, items: page.items.flatMap(change) })),
        },
  );
  for (const id of ids) {
    client.setQueryData<TaskOut>(taskKeys.detail(id), (task) =>
      task === undefined ? task : (patch(task) ?? undefined),
    );
  }
}

/** What was shown before is shown again. */
export function putBack(client: QueryClient, before: Before | undefined): void {
  for (const [key, data] of before ?? []) client.setQueryData(key, data);
}

/** The newest of what is known about a task here. */
export function knownTask(client: QueryClient, id: string): TaskOut | undefined {
  const detail = client.getQueryData<TaskOut>(taskKeys.detail(id));
  const listed = client
    .getQueriesData<Pages>({ queryKey: taskKeys.lists })
    .flatMap(([, data]) => data?.pages ?? [])
    .flatMap((page) => page.items)
    .find((task) => task.id === id);
  return [detail, listed]
    .filter((task) => task !== undefined)
    .sort((one, other) => other.version - one.version)[0];
}

/** The server's answer counts everywhere, and lists are asked for anew: tasks may come or go. */
export async function settleTasks(client: QueryClient, tasks: readonly TaskOut[]): Promise<void> {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  applyToTasks(client, new Set(byId.keys()), (task) => {
    const answer = byId.get(task.id);
    return answer !== undefined && answer.version >= task.version ? answer : task;
  });
  await refreshLists(client);
}

/** Lists and numbers that are shown are asked for anew. */
export async function refreshLists(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: taskKeys.lists }),
    client.invalidateQueries({ queryKey: ["views"] }),
  ]);
}
