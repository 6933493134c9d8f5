import type { TaskOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import type { Day } from "@/lib/time";
import { m } from "@/messages/tasks";
import { useTaskActions } from "./use-task-actions";

/** Moves what is overdue to today, with a way back. */
export function MoveAllToToday({
  tasks,
  today,
}: {
  readonly tasks: readonly TaskOut[];
  readonly today: Day;
}) {
  const actions = useTaskActions();
  return (
    <Button look="quiet" size="small" onClick={() => actions.toDay(tasks, today)}>
      {m.moveAllToToday}
    </Button>
  );
}
