import { Flag } from "lucide-react";
import type { TaskOut } from "@/api/schema.gen";
import { ChoiceMenu } from "./choice-menu";
import { FieldNote } from "./field-note";
import { m } from "./messages";
import { Property } from "./property";
import { type FieldSpec, useField } from "./use-field";

type Priority = TaskOut["priority"];

const LEVELS: readonly Priority[] = ["high", "medium", "low", "none"];
const COLORS = {
  high: "text-high",
  medium: "text-medium",
  low: "text-low",
  none: "text-muted",
} as const;

export const PRIORITY: FieldSpec<Priority> = {
  name: "priority",
  read: (task) => task.priority,
  equal: (one, other) => one === other,
  fields: (priority) => ({ priority }),
  shown: (priority) => ({ priority }),
  asksScope: true,
};

export function PriorityField({ task }: { readonly task: TaskOut }) {
  const field = useField(task, PRIORITY);
  const choose = (name: string): void => {
    const level = LEVELS.find((each) => each === name);
    if (level) void field.pick(level);
  };
  return (
    <Property icon={<Flag size={16} />} name={m.priority}>
      <ChoiceMenu
        label={m.priority}
        value={field.value}
        onChoose={choose}
        choices={LEVELS.map((value) => ({
          value,
          name: m.priorities[value],
          icon: <Dot level={value} />,
        }))}
      >
        {field.value === "none" ? null : <Dot level={field.value} />}
        <span className={field.value === "none" ? "text-muted" : ""}>
          {m.priorities[field.value]}
        </span>
      </ChoiceMenu>
      <FieldNote field={field} name={m.priority} say={(level) => m.priorities[level]} />
    </Property>
  );
}

function Dot({ level }: { readonly level: Priority }) {
  return (
    <Flag
      aria-hidden
      size={15}
      className={COLORS[level]}
      fill={level === "none" ? "none" : "currentColor"}
    />
  );
}
