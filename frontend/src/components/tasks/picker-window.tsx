import type { TaskOut } from "@/api/schema.gen";
import { Popup } from "@/components/ui/popup";
import { m } from "@/messages/picker";
import { DuePicker } from "./due-picker";
import { LabelPicker } from "./label-picker";
import type { PickerKind } from "./list-state";
import { PriorityPicker } from "./priority-picker";
import { ProjectPicker } from "./project-picker";

const PICKERS = {
  due: DuePicker,
  priority: PriorityPicker,
  labels: LabelPicker,
  project: ProjectPicker,
} as const;

/** A picker in a window at the row of its task. */
export function PickerWindow({
  kind,
  tasks,
  anchor,
  onClose,
  onClosed,
}: {
  readonly kind: PickerKind;
  readonly tasks: readonly TaskOut[];
  readonly anchor: HTMLElement | null;
  readonly onClose: () => void;
  readonly onClosed: () => void;
}) {
  const Picker = PICKERS[kind];
  return (
    <Popup anchor={anchor} title={m[kind]} onClose={onClose} onClosed={onClosed}>
      <Picker tasks={tasks} onDone={onClose} />
    </Popup>
  );
}
