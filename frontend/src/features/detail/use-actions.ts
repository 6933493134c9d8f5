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
  const { mutate: reopen } = useReopenTask();
  const { mutate: skip } = useSkipOccurrence();
  const { mutate: postpone } = usePostponeTask();
  const { mutate: remove } = useDeleteTask();
  const { mutate: undo } = useUndoChange();
  const { mutate: undoLast } = useUndoLastChange();

  /** The task as it is once what was typed into it is stored. */
  const withNewest = (act: (task: TaskOut) => void): void => {
    void afterSaves(task.id).then(() => act(knownTask(client, task.id) ?? task));
  };
  const onError = (error: unknown): void => {
    toast({ text: wordsOf(error), tone: "error" });
  };
  const said = (text: string, undoId: string | null): void => {
    const action = { label: core.undo, run: () => undo(undoId ?? "", { onError }) };
    toast({ text, ...(undoId ? { action } : {}) });
  };

  return {
    toggle: () =>
      withNewest((newest) =>
        newest.status === "open" ? done(newest) : reopen(newest, { onError }),
      ),
    skip: (onOpen: (id: string) => void) =>
      withNewest((newest) =>
        skip(newest, {
          onError,
          onSuccess: ({ task: skipped, next }) => {
            const when = next?.due ? sayDue(next.due, now, me) : "";
            said(next ? m.skippedNext(when) : m.skippedLast, skipped.undo_id);
            if (next) onOpen(next.id);
          },
        }),
      ),
    postpone: (day: Day) =>
      withNewest((newest) =>
        postpone(
          { task: newest, when: { to: onDay(newest.due, day) } },
          {
            onError,
            onSuccess: (answer) =>
              said(m.postponed(answer.due ? sayDue(answer.due, now, me) : ""), answer.undo_id),
          },
        ),
      ),
    remove: () =>
      withNewest((newest) =>
        remove(newest, {
          onError,
          onSuccess: () =>
            toast({
              text: m.deleted,
              action: { label: core.undo, run: () => undoLast(newest.id, { onError }) },
            }),
        }),
      ),
  };
}

/** The same time of day on another day. */
function onDay(due: DueOut | null, day: Day): DueIn {
  if (!due?.datetime_local) return { date: day };
  const zone = due.zone === null ? {} : { zone: due.zone };
  return { datetime_local: `${day}${due.datetime_local.slice(10)}`, ...zone };
}
