import { useCallback } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { useCompleteTask } from "@/api/tasks/complete-task";
import { useUndoChange } from "@/api/tasks/undo-change";
import { wordsOf } from "@/components/ui/error-note";
import { onTaskChange } from "@/lib/live";
import { sayWall } from "@/lib/time";
import { retell, toast } from "@/lib/toasts";
import { m as core } from "@/messages/core";
import { m } from "@/messages/tasks";

const WAIT_FOR_NEXT_MS = 8000;

/** Marks a task as done, and says so with a way back; of a series also when it comes again. */
export function useDone(): (task: TaskOut) => void {
  const { mutate: complete } = useCompleteTask();
  const { mutate: undo } = useUndoChange();
  const me = useMe();
  return useCallback(
    (task) => {
      const next = nextOf(task);
      complete(task, {
        onError: (error) => toast({ text: wordsOf(error), tone: "error" }),
        onSuccess: ({ undo_id: undoId }) => {
          const id = toast({
            text: m.done,
            ...(undoId ? { action: { label: core.undo, run: () => undo(undoId) } } : {}),
          });
          void next.then((wall) => {
            if (wall !== null) retell(id, m.doneNext(sayWall(wall, me)));
          });
        },
      });
    },
    [complete, undo, me],
  );
}

/** Wall time of the occurrence that follows, as soon as the server has made it; null if none. */
function nextOf(task: TaskOut): Promise<string | null> {
  const { series_id: series } = task;
  if (series === null) return Promise.resolve(null);
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(null), WAIT_FOR_NEXT_MS);
    const stop = onTaskChange((change) => {
      const isNext = change.change === "created" && change.series_id === series;
      if (isNext && change.task) settle(change.task.due_local ?? change.task.due_on);
    });
    function settle(wall: string | null): void {
      clearTimeout(timer);
      stop();
      resolve(wall);
    }
  });
}
