import { useCallback } from "react";
import { useMe } from "@/api/me/get-me";
import { usePostponeTask } from "@/api/tasks/postpone-task";
import { useSay } from "@/components/tasks/use-say";
import { type Day, sayWall } from "@/lib/time";
import type { Entry } from "./entries";
import { m } from "./messages";
import { moveTo } from "./moving";

/** Puts an entry on another day, of a series this occurrence alone, with a way back. */
export type MoveEntry = (entry: Entry, day: Day, minutes?: number | null) => void;

export function useMove(): MoveEntry {
  const me = useMe();
  const { mutateAsync: postpone } = usePostponeTask();
  const say = useSay();
  return useCallback(
    ({ task }, day, minutes) => {
      const move = task?.due && !task.completed ? moveTo(task.due, me.zone, day, minutes) : null;
      if (task === null || move === null) return;
      postpone({ task, ...move }).then(({ undo_id: undoId }) => {
        const { date, datetime_local: local } = move.shown;
        say.done(m.movedTo(sayWall(local ?? date ?? day, me)), undoId);
      }, say.failed);
    },
    [me, postpone, say],
  );
}
