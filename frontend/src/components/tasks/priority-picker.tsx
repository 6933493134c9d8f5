import { Flag } from "lucide-react";
import { type Choice, PickList } from "@/components/ui/pick-list";
import { m } from "@/messages/picker";
import type { PickerProps } from "./picker-props";
import { useTaskActions } from "./use-task-actions";

const PRIORITIES = ["high", "medium", "low", "none"] as const;
const COLOURS = {
  high: "text-high",
  medium: "text-medium",
  low: "text-low",
  none: "text-muted",
} as const;

/** How urgent tasks are: 1 to 4. */
export function PriorityPicker({ tasks, onDone }: PickerProps) {
  const actions = useTaskActions();
  const choices = PRIORITIES.map(
    (priority, index): Choice => ({
      id: priority,
      name: m.priorities[priority],
      icon: <Flag aria-hidden size={16} className={COLOURS[priority]} />,
      picked: tasks.every((task) => task.priority === priority),
      shortcut: String(index + 1),
    }),
  );
  return (
    <PickList
      label={m.priority}
      choices={choices}
      onPick={({ id }) => {
        const priority = PRIORITIES.find((each) => each === id);
        if (priority) actions.priority(tasks, priority);
        onDone();
      }}
    />
  );
}
