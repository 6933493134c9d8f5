import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { TaskOut, TaskPageOut } from "../schema.gen";
import { taskKeys } from "./keys";
import { isLong } from "./list-tasks";
import { refreshLong } from "./long-lists";
import { isUnderWay } from "./under-way";

export { type Before, moveInLists, patchTasks, putBack } from "./rollback";

export type Pages = InfiniteData<TaskPageOut, string | null>;

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
  const changePage = (page: TaskPageOut): TaskPageOut =>
    page.items.some((task) => ids.has(task.id))
      ? { ...page, items: page.items.flatMap(change) }
      : page;
  client.setQueriesData<Pages>({ queryKey: taskKeys.lists }, (data) => {
    if (data === undefined) return data;
    const pages = data.pages.map(changePage);
    return pages.every((page, at) => page === data.pages[at]) ? data : { ...data, pages };
  });
  for (const id of ids) {
    client.setQueryData<TaskOut>(taskKeys.detail(id), (task) =>
      task === undefined ? task : (patch(task) ?? undefined),
    );
  }
}

/** The newest of what is known about a task here. */
export function knownTask(client: QueryClient, id: string): TaskOut | undefined {
  const detail = client.getQueryData<TaskOut>(taskKeys.detail(id));
  const listed = client
    .getQueriesData<Pages>({ queryKey: taskKeys.lists })
    .flatMap(([, data]) => data?.pages ?? [])
    .map((page) => page.items.find((task) => task.id === id));
  return [detail, ...listed]
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

/**
 * Lists and numbers that are shown are asked for anew.
 *
 * While changes are under way that is put off until the last one is answered: what the server
 * says before it knows of them would take back what is shown already.
 */
export async function refreshLists(client: QueryClient): Promise<void> {
  if (isUnderWay(() => void refreshLists(client))) return;
  const lists = client.getQueryCache().findAll({ queryKey: taskKeys.lists });
  await Promise.all([
    client.invalidateQueries({
      queryKey: taskKeys.lists,
      predicate: (query) => !isLong(query.state.data),
    }),
    ...lists.map((query) => refreshLong(client, query)),
    client.invalidateQueries({ queryKey: ["views"] }),
  ]);
}
