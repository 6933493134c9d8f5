import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { labelKeys } from "../labels/keys";
import type { BulkIn, BulkItemOut, BulkOut, TaskOut } from "../schema.gen";
import { patchTasks, putBack, refreshLists } from "./cache";
import { underWay } from "./under-way";

/** What the server takes at once. */
export const MOST_AT_ONCE = 500;

/** The same for several tasks. */
export interface BulkChange {
  readonly tasks: readonly TaskOut[];
  readonly change: Omit<BulkIn, "ids" | "versions" | "set"> & Partial<Pick<BulkIn, "set">>;
  /** How each task looks until the server has answered; null: it leaves its lists. */
  readonly shown: (task: TaskOut) => TaskOut | null;
  /** Called with how many are done when there is more to come. */
  readonly onProgress?: (done: number) => void;
}

/** What became of the tasks. */
export interface BulkResult {
  readonly failed: readonly BulkItemOut[];
  /** What takes it back, the latest first; one for each part that was sent. */
  readonly undoIds: readonly string[];
  /** The request that failed as a whole: what follows it was not asked for. */
  readonly error: unknown;
}

function sendPart(tasks: readonly TaskOut[], change: BulkChange["change"]): Promise<BulkOut> {
  return body(
    api.POST("/api/tasks/bulk", {
      params: { header: changing() },
      body: {
        action: "edit",
        keep_time: false,
        ...change,
        ids: tasks.map((task) => task.id),
      } as BulkIn, // `set` has a default on the server, which the type does not know
    }),
  );
}

async function changeTasks(client: QueryClient, wanted: BulkChange): Promise<BulkResult> {
  const { tasks, change, shown, onProgress } = wanted;
  const before = await patchTasks(client, new Set(tasks.map((task) => task.id)), shown);
  const failed: BulkItemOut[] = [];
  const undoIds: string[] = [];
  let error: unknown = null;
  let asked = 0;
  while (asked < tasks.length && error === null) {
    const part = tasks.slice(asked, asked + MOST_AT_ONCE);
    try {
      const answer = await sendPart(part, change);
      failed.push(...answer.items.filter((item) => !item.ok));
      if (answer.undo_id) undoIds.unshift(answer.undo_id);
      asked += part.length;
      if (asked < tasks.length) onProgress?.(asked);
    } catch (reason) {
      error = reason;
    }
  }
  const left = tasks.slice(asked).map((task) => task.id);
  putBack(client, before, new Set([...failed.map((item) => item.id), ...left]));
  return { failed, undoIds, error };
}

/** Does the same to several tasks, at once; those that the server refuses are put back. */
export function useChangeTasks() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wanted: BulkChange) => underWay(changeTasks(client, wanted)),
    onSettled: (_result, _error, { change }) => {
      void refreshLists(client);
      if (change.set?.add_labels) void client.invalidateQueries({ queryKey: labelKeys.all });
    },
  });
}
