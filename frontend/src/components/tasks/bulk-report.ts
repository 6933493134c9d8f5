import type { BulkChange, BulkResult } from "@/api/tasks/change-tasks";
import { wordsOf } from "@/components/ui/error-note";
import { bulkProgress, bulkReport } from "./bulk-stores";
import type { Say } from "./use-say";

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
