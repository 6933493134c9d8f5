import { useMemo } from "react";
import { useMe } from "@/api/me/get-me";
import type { DueIn, TaskOut } from "@/api/schema.gen";
import { useChangeTask } from "@/api/tasks/change-task";
import { type BulkChange, useChangeTasks } from "@/api/tasks/change-tasks";
import { useCompleteTask } from "@/api/tasks/complete-task";
import { useDeleteTask } from "@/api/tasks/delete-task";
import { type TaskMove, useMoveTask } from "@/api/tasks/move-task";
import { usePostponeTask } from "@/api/tasks/postpone-task";
import { useReopenTask } from "@/api/tasks/reopen-task";
import { useSkipOccurrence } from "@/api/tasks/skip-occurrence";
import { type Clockwork, dueDay, sayWall } from "@/lib/time";
import { m } from "@/messages/tasks";
import { reportBulk } from "./bulk-report";
import { dueShown, laterBy, onDay, wallOfDue } from "./due-words";
import { followingOf } from "./next-occurrence";
import { type Say, useSay } from "./use-say";

export type Priority = TaskOut["priority"];

/** Everything that can be done to one task or several; all of it says what it did, with a way back. */
export interface TaskActions {
  readonly complete: (tasks: readonly TaskOut[]) => void;
  readonly reopen: (tasks: readonly TaskOut[]) => void;
  readonly skip: (tasks: readonly TaskOut[]) => void;
  readonly remove: (tasks: readonly TaskOut[]) => void;
  /** To another day, at the time of day that each task has. */
  readonly toDay: (tasks: readonly TaskOut[], day: string) => void;
  readonly due: (tasks: readonly TaskOut[], due: DueIn | null) => void;
  readonly postpone: (tasks: readonly TaskOut[], days: number) => void;
  readonly priority: (tasks: readonly TaskOut[], priority: Priority) => void;
  readonly labels: (tasks: readonly TaskOut[], add: string[], remove: string[]) => void;
  readonly project: (tasks: readonly TaskOut[], id: string | null, name: string) => void;
  readonly move: (move: TaskMove) => void;
}

/** The day beside which another one of the task is said. */
const dayOf = ({ due }: TaskOut): string | undefined => (due ? dueDay(due) : undefined);

type Sent = Promise<{ readonly undo_id: string | null }>;

/** What the verbs send with; React Query keeps these functions the same. */
function useSenders() {
  const { mutateAsync: complete } = useCompleteTask();
  const { mutateAsync: reopen } = useReopenTask();
  const { mutateAsync: skip } = useSkipOccurrence();
  const { mutateAsync: remove } = useDeleteTask();
  const { mutateAsync: change } = useChangeTask();
  const { mutateAsync: postpone } = usePostponeTask();
  const { mutateAsync: move } = useMoveTask();
  const { mutateAsync: bulk } = useChangeTasks();
  return useMemo(
    () => ({ complete, reopen, skip, remove, change, postpone, move, bulk }),
    [complete, reopen, skip, remove, change, postpone, move, bulk],
  );
}

type Senders = ReturnType<typeof useSenders>;

/** Everything that can be done to tasks; the same object as long as the account is the same. */
export function useTaskActions(): TaskActions {
  const send = useSenders();
  const say = useSay();
  const me = useMe();
  return useMemo(() => actionsOf(send, say, me), [send, say, me]);
}

function actionsOf(send: Senders, say: Say, me: Clockwork): TaskActions {
  const bulk = (text: string, wanted: BulkChange): void => reportBulk(send.bulk, say, text, wanted);
  const one = (sent: Sent, text: string): void => {
    sent.then(({ undo_id: undoId }) => say.done(text, undoId), say.failed);
  };

  // What was picked is seen to be picked, and picking it again takes it back.
  const quietly = (sent: Sent): void => {
    sent.then(({ undo_id: undoId }) => undoId && say.quietly([undoId]), say.failed);
  };

  const completeOne = (task: TaskOut): void => {
    const sent = send.complete(task);
    const following = followingOf(task, sent);
    sent.then(({ undo_id: undoId }) => {
      const toast = say.done(m.done, undoId);
      void following.then((next) => {
        if (next === "last") say.instead(toast, m.doneLast);
        else if (next !== "unknown")
          say.instead(toast, m.doneNext(sayWall(next.wall, me, dayOf(task))));
      });
    }, say.failed);
  };

  const skipOne = (task: TaskOut): void => {
    send.skip(task).then(({ task: skipped, next }) => {
      const wall = next?.due ? sayWall(wallOfDue(next.due), me, dayOf(task)) : null;
      const text = wall === null ? m.skippedLast : m.skippedNext(wall);
      say.done(text, skipped.undo_id);
    }, say.failed);
  };

  const due = (tasks: readonly TaskOut[], to: DueIn | null): void => {
    const shown = dueShown(to);
    const [task] = tasks;
    const text = to === null ? m.noDueNow : m.dueNow(sayWall(wallOfDue(to), me));
    if (tasks.length === 1 && task) {
      one(send.change({ task, fields: { due: to }, shown: { due: shown } }), text);
    } else if (to !== null) {
      bulk(m.tasksDue(tasks.length, sayWall(wallOfDue(to), me)), {
        tasks,
        change: { action: "postpone", to },
        shown: (each) => ({ ...each, due: shown }),
      });
    }
  };

  return {
    due,
    complete(tasks) {
      const [task] = tasks;
      if (tasks.length === 1 && task) completeOne(task);
      else
        bulk(m.tasksDone(tasks.length), {
          tasks,
          change: { action: "complete" },
          shown: (each) => ({ ...each, status: "done", completed: true }),
        });
    },
    reopen(tasks) {
      const [task] = tasks;
      if (tasks.length === 1 && task) one(send.reopen(task), m.reopened);
      else
        bulk(m.tasksReopened(tasks.length), {
          tasks,
          change: { action: "reopen" },
          shown: (each) => ({ ...each, status: "open", completed: false }),
        });
    },
    skip(tasks) {
      const [task] = tasks;
      if (tasks.length === 1 && task) skipOne(task);
      else
        bulk(m.tasksSkipped(tasks.length), {
          tasks,
          change: { action: "skip" },
          shown: () => null,
        });
    },
    remove(tasks) {
      const [task] = tasks;
      if (tasks.length === 1 && task) one(send.remove(task), m.deleted(task.title));
      else
        bulk(m.tasksDeleted(tasks.length), {
          tasks,
          change: { action: "delete" },
          shown: () => null,
        });
    },
    toDay(tasks, day) {
      const [task] = tasks;
      if (tasks.length === 1 && task) due(tasks, onDay(task, day));
      else
        bulk(m.tasksDue(tasks.length, sayWall(day, me)), {
          tasks,
          change: { action: "postpone", to: { date: day }, keep_time: true },
          shown: (each) => ({ ...each, due: dueShown(onDay(each, day)) }),
        });
    },
    postpone(tasks, days) {
      const [task] = tasks;
      const later = task && laterBy(task, days);
      if (tasks.length === 1 && task && later) {
        const shown = dueShown(later);
        const when = { by: `P${days}D` };
        one(send.postpone({ task, when, shown }), m.dueNow(sayWall(wallOfDue(later), me)));
      } else
        bulk(m.tasksPostponed(tasks.length), {
          tasks,
          change: { action: "postpone", by: `P${days}D` },
          shown: (each) => ({ ...each, due: dueShown(laterBy(each, days)) }),
        });
    },
    priority(tasks, priority) {
      const [task] = tasks;
      const shown = { priority };
      if (tasks.length === 1 && task)
        one(send.change({ task, fields: shown, shown }), m.priority[priority]);
      else
        bulk(m.tasksPriority(tasks.length, m.priority[priority]), {
          tasks,
          change: { set: { priority } },
          shown: (each) => ({ ...each, ...shown }),
        });
    },
    labels(tasks, add, remove) {
      const [task] = tasks;
      const labelled = (each: TaskOut): string[] => [
        ...each.labels.filter((label) => !remove.includes(label) && !add.includes(label)),
        ...add,
      ];
      if (tasks.length === 1 && task) {
        const labels = labelled(task);
        quietly(send.change({ task, fields: { labels }, shown: { labels } }));
      } else
        bulk(m.tasksLabelled(tasks.length), {
          tasks,
          change: { set: { add_labels: add, remove_labels: remove } },
          shown: (each) => ({ ...each, labels: labelled(each) }),
        });
    },
    project(tasks, id, name) {
      const [task] = tasks;
      const shown = { project_id: id, section_id: null };
      if (tasks.length === 1 && task)
        one(send.change({ task, fields: { project_id: id }, shown }), m.movedTo(name));
      else
        bulk(m.tasksMovedTo(tasks.length, name), {
          tasks,
          change: { set: { project_id: id } },
          shown: (each) => ({ ...each, ...shown }),
        });
    },
    move(move) {
      send.move(move).then(() => undefined, say.failed);
    },
  };
}
