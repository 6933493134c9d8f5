import type { DueIn } from "@/api/schema.gen";
import type { Day } from "@/lib/time";
import type { PickerProps } from "./picker-props";
import { useTaskActions } from "./use-task-actions";
import { WhenPicker } from "./when-picker";

/** When tasks are due; of several each keeps its time of day. */
export function DuePicker({ tasks, onDone }: PickerProps) {
  const actions = useTaskActions();
  const [only] = tasks.length === 1 ? tasks : [];
  const set = (due: DueIn | null): void => {
    actions.due(tasks, due);
    onDone();
  };
  const toDay = (day: Day): void => {
    actions.toDay(tasks, day);
    onDone();
  };
  return (
    <WhenPicker
      value={only?.due ?? null}
      onPick={set}
      {...(only === undefined ? { onDay: toDay } : {})}
    />
  );
}
