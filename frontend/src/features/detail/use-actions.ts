import { useQueryClient } from "@tanstack/react-query";
import { useMe } from "@/api/me/get-me";
import type { DueIn, DueOut, TaskOut } from "@/api/schema.gen";
import { knownTask } from "@/api/tasks/cache";
import { useDeleteTask } from "@/api/tasks/delete-task";
import { usePostponeTask } from "@/api/tasks/postpone-task";
import { useReopenTask } from "@/api/tasks/reopen-task";
import { useSkipOccurrence } from "@/api/tasks/skip-occurrence";
import { useUndoChange } from "@/api/tasks/undo-change";
import { useUndoLastChange } from "@/api/tasks/undo-last-change";
import { useDone } from "@/components/tasks/use-done";
import { wordsOf } from "@/components/ui/error-note";
import { type Day, sayDue } from "@/lib/time";
import { toast } from "@/lib/toasts";
import { useNow } from "@/lib/use-now";
import { m as core } from "@/messages/core";
import { m } from "./messages";
import { afterSaves } from "./save";

/** What can be done with a task as a whole; each says what it did, with a way back. */
export function useActions(task: TaskOut) {
  const client = useQueryClient();
  const me = useMe();
  const now = useNow();
  const done = useDone();
  // As promises: what was done is told also when the panel is closed by it.
  const { mutateAsync: reopen } = useReopenTask();
  const { mutateAsync: skip } = useSkipOccurrence();
  const { mutateAsync: postpone } = usePostponeTask();
  const { mutateAsync: remove } = useDeleteTask();
  const { mutateAsync: undo } = useUndoChange();
  const { mutateAsync: undoLast } = useUndoLastChange();

  const telling = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => toast({ text: wordsOf(error), tone: "error" }));
  };
  const newest = (): TaskOut => knownTask(client, task.id) ?? task;
  /** Of the task as it is once what was typed into it is stored. */
  const withNewest = (act: (task: TaskOut) => Promise<unknown>): void =>
    telling(afterSaves(task.id).then(() => act(newest())));
  const said = (text: string, back: (() => Promise<unknown>) | null): void => {
    const action = back && { label: core.undo, run: () => telling(back()) };
    toast({ text, ...(action ? { action } : {}) });
  };
  const undoOf = (id: string | null) => (id === null ? null : () => undo(id));

  return {
    toggle: () => {
      if (task.status === "open") void afterSaves(task.id).then(() => done(newest()));
      else withNewest(reopen);
    },
    skip: (onOpen: (id: string) => void) =>
      withNewest(async (current) => {
        const { task: skipped, next } = await skip(current);
        const when = next?.due ? sayDue(next.due, now, me) : "";
        said(next ? m.skippedNext(when) : m.skippedLast, undoOf(skipped.undo_id));
        if (next) onOpen(next.id);
      }),
    postpone: (day: Day) =>
      withNewest(async (current) => {
        const answer = await postpone({ task: current, when: { to: onDay(current.due, day) } });
        said(m.postponed(answer.due ? sayDue(answer.due, now, me) : ""), undoOf(answer.undo_id));
      }),
    remove: () =>
      withNewest(async (current) => {
        await remove(current);
        said(m.deleted, () => undoLast(current.id));
      }),
  };
}

/** The same time of day on another day. */
function onDay(due: DueOut | null, day: Day): DueIn {
  if (!due?.datetime_local) return { date: day };
  const zone = due.zone === null ? {} : { zone: due.zone };
  return { datetime_local: `${day}${due.datetime_local.slice(10)}`, ...zone };
}
