import { useQuery } from "@tanstack/react-query";
import { Plus, Tag } from "lucide-react";
import { useState } from "react";
import { labelsOptions } from "@/api/labels/list-labels";
import type { TaskOut } from "@/api/schema.gen";
import { type Choice, PickList } from "@/components/ui/pick-list";
import { m } from "@/messages/picker";
import type { PickerProps } from "./picker-props";
import { useTaskActions } from "./use-task-actions";

/** Which labels tasks have; each counts at once, and a new one is made by its name. */
export function LabelPicker({ tasks }: PickerProps) {
  const actions = useTaskActions();
  const { data: labels = [] } = useQuery(labelsOptions());
  const [current, setCurrent] = useState(tasks);
  const [text, setText] = useState("");
  const wanted = text.trim().replace(/^@/, "");
  const known = [...new Set([...labels.map(({ name }) => name), ...current.flatMap(labelsOf)])];
  const found = known.filter((name) => lower(name).includes(lower(wanted)));
  const isNew = wanted !== "" && !known.some((name) => lower(name) === lower(wanted));
  const choices: Choice[] = [
    ...found.map((name) => ({
      id: name,
      name,
      icon: <Tag aria-hidden size={16} style={colourOf(labels, name)} className="text-muted" />,
      picked: pickedOf(current, name),
    })),
    ...(isNew
      ? [{ id: wanted, name: m.newLabel(wanted), icon: <Plus aria-hidden size={16} /> }]
      : []),
  ];
  const toggle = ({ id, picked }: Choice): void => {
    const [add, remove] = picked === true ? [[], [id]] : [[id], []];
    actions.labels(current, add, remove);
    setCurrent(current.map((task) => ({ ...task, labels: changed(task, add, remove) })));
    setText("");
  };
  return (
    <PickList
      multiple
      label={m.findLabel}
      choices={choices}
      onPick={toggle}
      search={{ text, onText: setText }}
      none={m.noLabels}
    />
  );
}

const labelsOf = (task: TaskOut): string[] => task.labels;
const lower = (text: string): string => text.toLocaleLowerCase();

function changed(task: TaskOut, add: readonly string[], remove: readonly string[]): string[] {
  return [...task.labels.filter((name) => !remove.includes(name) && !add.includes(name)), ...add];
}

function pickedOf(tasks: readonly TaskOut[], name: string): Choice["picked"] & {} {
  const having = tasks.filter((task) => task.labels.includes(name)).length;
  if (having === 0) return false;
  return having === tasks.length ? true : "some";
}

function colourOf(
  labels: readonly { readonly name: string; readonly color: string | null }[],
  name: string,
): { color: string } | undefined {
  const color = labels.find((label) => label.name === name)?.color;
  return color ? { color } : undefined;
}
