import {
  ArrowDown,
  ArrowDownToLine,
  ArrowUp,
  ArrowUpToLine,
  CalendarDays,
  CheckSquare,
  Flag,
  Folder,
  Tag,
} from "lucide-react";
import { type ReactElement, useRef } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { m } from "@/messages/picker";
import { m as words } from "@/messages/tasks";
import { type ListHandle, type PickerKind, toggleSelected } from "./list-state";
import { amongOf, moveBy, moveToEnd } from "./manual-order";
import { DayItems, EndItems } from "./menu-items";

const PICKS = [
  { kind: "due", text: m.pickDate, icon: CalendarDays, keys: "d" },
  { kind: "priority", text: m.pickPriority, icon: Flag, keys: "p" },
  { kind: "labels", text: m.pickLabels, icon: Tag, keys: "l" },
  { kind: "project", text: m.pickProject, icon: Folder, keys: "m" },
] as const;

/** All that can be done to one task. */
export function RowMenu({
  task,
  list,
  trigger,
}: {
  readonly task: TaskOut;
  readonly list: ListHandle;
  readonly trigger: ReactElement;
}) {
  const next = useRef<(() => void) | null>(null);
  const pick = (kind: PickerKind): void => {
    next.current = () => list.openPicker(kind, [task]);
  };
  return (
    <Menu
      defaultOpen
      trigger={trigger}
      onCloseAutoFocus={(event) => {
        const open = next.current;
        next.current = null;
        if (open === null) return;
        event.preventDefault(); // the window that opens has the focus, not the button
        open();
      }}
    >
      <DayItems tasks={[task]} actions={list.actions} />
      <MenuLine />
      {PICKS.map(({ kind, text, icon: Icon, keys }) => (
        <MenuItem
          key={kind}
          icon={<Icon aria-hidden size={16} />}
          keys={keys}
          onSelect={() => pick(kind)}
        >
          {text}
        </MenuItem>
      ))}
      {list.isManual ? <MoveItems task={task} list={list} /> : null}
      <MenuLine />
      <MenuItem
        icon={<CheckSquare aria-hidden size={16} />}
        keys="x"
        onSelect={() => toggleSelected(list, task.id)}
      >
        {words.selectRow}
      </MenuItem>
      <EndItems tasks={[task]} actions={list.actions} />
    </Menu>
  );
}

function MoveItems({ task, list }: { readonly task: TaskOut; readonly list: ListHandle }) {
  const ids = amongOf(list, task);
  const isFirst = ids[0] === task.id;
  const isLast = ids.at(-1) === task.id;
  return (
    <>
      <MenuLine />
      <MenuItem
        icon={<ArrowUp aria-hidden size={16} />}
        keys="Alt ↑"
        disabled={isFirst}
        onSelect={() => moveBy(list, task, -1)}
      >
        {words.moveUp}
      </MenuItem>
      <MenuItem
        icon={<ArrowDown aria-hidden size={16} />}
        keys="Alt ↓"
        disabled={isLast}
        onSelect={() => moveBy(list, task, 1)}
      >
        {words.moveDown}
      </MenuItem>
      <MenuItem
        icon={<ArrowUpToLine aria-hidden size={16} />}
        disabled={isFirst}
        onSelect={() => moveToEnd(list, task, "top")}
      >
        {words.moveToTop}
      </MenuItem>
      <MenuItem
        icon={<ArrowDownToLine aria-hidden size={16} />}
        disabled={isLast}
        onSelect={() => moveToEnd(list, task, "bottom")}
      >
        {words.moveToBottom}
      </MenuItem>
    </>
  );
}
