import type { BulkChange, BulkResult } from "@/api/tasks/change-tasks";
import { wordsOf } from "@/components/ui/error-note";
import { createStore } from "@/lib/store";
import type { Say } from "./use-say";

/** A task that stayed as it was, and why. */
export interface Refusal {
  readonly id: string;
  readonly title: string;
  readonly why: string;
}

/** What the last change of several tasks left undone; a window shows it until it is closed. */
export interface BulkReport {
  readonly asked: number;
  readonly refused: readonly Refusal[];
}

export const bulkReport = createStore<BulkReport | null>(null);

/** How far a change of more tasks than the server takes at once has come; null if there is none. */
export const bulkProgress = createStore<{ readonly done: number; readonly of: number } | null>(
  null,
);

/** Sends a change of several tasks, and says what became of them. */
export function reportBulk(
  send: (wanted: BulkChange) => Promise<BulkResult>,
  say: Say,
  text: string,
  wanted: BulkChange,
): void {
  const of = wanted.tasks.length;
  if (of === 0) return;
  const onProgress = (done: number): void => bulkProgress.set({ done, of });
  send({ ...wanted, onProgress })
    .then(({ failed, undoIds, error }) => {
      if (error !== null) say.failed(error);
      if (undoIds.length > 0) say.done(text, undoIds);
      if (failed.length === 0) return;
      const titles = new Map(wanted.tasks.map((task) => [task.id, task.title]));
      const refused = failed.map(({ id, problem }) => ({
        id,
        title: titles.get(id) ?? "",
        why: problem ? problem.detail || problem.title : wordsOf(null),
      }));
      bulkReport.set({ asked: of, refused });
    }, say.failed)
    .finally(() => bulkProgress.set(null));
}
