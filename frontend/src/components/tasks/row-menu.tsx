import { Trash2 } from "lucide-react";
import type { ReactElement } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { Menu, MenuItem } from "@/components/ui/menu";
import { m } from "@/messages/tasks";
import type { ListHandle } from "./list-state";

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
  return (
    <Menu trigger={trigger} defaultOpen>
      <MenuItem
        icon={<Trash2 aria-hidden size={16} />}
        danger
        onSelect={() => list.actions.remove([task])}
      >
        {m.remove}
      </MenuItem>
    </Menu>
  );
}
