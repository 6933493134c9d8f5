import { useCallback } from "react";
import { useMe } from "@/api/me/get-me";
import { usePostponeTask } from "@/api/tasks/postpone-task";
import { useUndoChange } from "@/api/tasks/undo-change";
import { wordsOf } from "@/components/ui/error-note";
import { type Day, sayWall } from "@/lib/time";
import { toast } from "@/lib/toasts";
import { m as core } from "@/messages/core";
import type { Entry } from "./entries";
import { m } from "./messages";
import { moveTo } from "./moving";

/** Puts an entry on another day, of a series this occurrence alone, with a way back. */
export type MoveEntry = (entry: Entry, day: Day, minutes?: number | null) => void;

export function useMove(): MoveEntry {
  const me = useMe();
  const { mutate: postpone } = usePostponeTask();
  const { mutate: undo } = useUndoChange();
  return useCallback(
    ({ task }, day, minutes) => {
      const move = task?.due && !task.completed ? moveTo(task.due, me.zone, day, minutes) : null;
      if (task === null || move === null) return;
      postpone(
        { task, ...move },
        {
          onError: (error) => toast({ text: wordsOf(error), tone: "error" }),
          onSuccess: ({ undo_id: undoId }) => {
            const { date, datetime_local: local } = move.shown;
            toast({
              text: m.movedTo(sayWall(local ?? date ?? day, me)),
              ...(undoId ? { action: { label: core.undo, run: () => undo(undoId) } } : {}),
            });
          },
        },
      );
    },
    [me, postpone, undo],
  );
}
