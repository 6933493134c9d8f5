import { CalendarArrowUp, CalendarClock, Ellipsis, Link2, SkipForward, Trash2 } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { addDays, dayIn } from "@/lib/time";
import { toast } from "@/lib/toasts";
import { useNow } from "@/lib/use-now";
import { m } from "./messages";
import { isSeries } from "./scope";
import { useActions } from "./use-actions";

/** What else can be done with the task. */
export function ActionsMenu({
  task,
  onClose,
  onOpen,
}: {
  readonly task: TaskOut;
  readonly onClose: () => void;
  readonly onOpen: (id: string) => void;
}) {
  const { skip, postpone, remove } = useActions(task);
  const today = dayIn(useNow(), useMe().zone);
  const isOpen = task.status === "open";
  return (
    <Menu
      trigger={
        <Button look="quiet" size="icon" aria-label={m.actions}>
          <Ellipsis aria-hidden size={18} />
        </Button>
      }
    >
      {isSeries(task) ? (
        <MenuItem icon={<SkipForward aria-hidden size={16} />} onSelect={() => skip(onOpen)}>
          {m.skip}
        </MenuItem>
      ) : null}
      {isOpen && task.due !== null ? (
        <>
          <MenuItem
            icon={<CalendarClock aria-hidden size={16} />}
            onSelect={() => postpone(addDays(today, 1))}
          >
            {m.postponeTomorrow}
          </MenuItem>
          <MenuItem
            icon={<CalendarArrowUp aria-hidden size={16} />}
            onSelect={() => postpone(addDays(today, 7))}
          >
            {m.postponeWeek}
          </MenuItem>
        </>
      ) : null}
      <MenuItem icon={<Link2 aria-hidden size={16} />} onSelect={() => void copyLink(task.id)}>
        {m.copyLink}
      </MenuItem>
      <MenuLine />
      <MenuItem
        danger
        icon={<Trash2 aria-hidden size={16} />}
        onSelect={() => {
          remove();
          onClose();
        }}
      >
        {task.series_id === null ? m.delete : m.deleteSeries}
      </MenuItem>
    </Menu>
  );
}

/** The address that mails have, too. Browsers give the clipboard to https and localhost alone. */
async function copyLink(id: string): Promise<void> {
  const link = `${location.origin}/tasks/${id}`;
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const isCopied = await clipboard?.writeText(link).then(
    () => true,
    () => false,
  );
  toast({ text: isCopied ? m.copied : m.notCopied(link) });
}
