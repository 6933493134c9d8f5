import { useQueryClient } from "@tanstack/react-query";
import { useMe } from "@/api/me/get-me";
import type { DueIn, DueOut, TaskOut } from "@/api/schema.gen";
import { knownTask } from "@/api/tasks/cache";
import { useDeleteTask } from "@/api/tasks/delete-task";
import { usePostponeTask } from "@/api/tasks/postpone-task";
import { useReopenTask } from "@/api/tasks/reopen-task";
import { useSkipOccurrence } from "@/api/tasks/skip-occurrence";
import { afterTurns } from "@/api/tasks/turns";
import { useDone } from "@/components/tasks/use-done";
import { useSay } from "@/components/tasks/use-say";
import { sayFailed } from "@/components/ui/say-failed";
import { type Day, sayDue } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "./messages";

/** What can be done with a task as a whole; each says what it did, with a way back. */
export function useActions(task: TaskOut) {
  const client = useQueryClient();
  const me = useMe();
  const now = useNow();
  const done = useDone();
  const say = useSay();
  // As promises: what was done is told also when the panel is closed by it.
  const { mutateAsync: reopen } = useReopenTask();
  const { mutateAsync: skip } = useSkipOccurrence();
  const { mutateAsync: postpone } = usePostponeTask();
  const { mutateAsync: remove } = useDeleteTask();

  const newest = (): TaskOut => knownTask(client, task.id) ?? task;
  /** Of the task as it is once what was typed into it is stored. */
  const withNewest = (act: (task: TaskOut) => Promise<unknown>): void => {
    afterTurns(task.id)
      .then(() => act(newest()))
      .catch(sayFailed);
  };

  return {
    toggle: () => {
      if (task.status === "open") void afterTurns(task.id).then(() => done(newest()));
      else withNewest(reopen);
    },
    skip: (onOpen: (id: string) => void) =>
      withNewest(async (current) => {
        const { task: skipped, next } = await skip(current);
        const when = next?.due ? sayDue(next.due, now, me) : "";
        say.done(next ? m.skippedNext(when) : m.skippedLast, skipped.undo_id);
        if (next) onOpen(next.id);
      }),
    postpone: (day: Day) =>
      withNewest(async (current) => {
        const answer = await postpone({ task: current, when: { to: onDay(current.due, day) } });
        say.done(m.postponed(answer.due ? sayDue(answer.due, now, me) : ""), answer.undo_id);
      }),
    remove: () =>
      withNewest(async (current) => {
        const { undo_id: undoId } = await remove(current);
        say.done(m.deleted, undoId);
      }),
  };
}

/** The same time of day on another day. */
function onDay(due: DueOut | null, day: Day): DueIn {
  if (!due?.datetime_local) return { date: day };
  const zone = due.zone === null ? {} : { zone: due.zone };
  return { datetime_local: `${day}${due.datetime_local.slice(10)}`, ...zone };
}
