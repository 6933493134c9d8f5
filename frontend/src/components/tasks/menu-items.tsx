import {
  CalendarArrowDown,
  CalendarPlus,
  ChevronsRight,
  SkipForward,
  Sun,
  Sunrise,
  Trash2,
} from "lucide-react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { MenuItem, MenuLine } from "@/components/ui/menu";
import { addDays, dayIn } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "@/messages/picker";
import { m as words } from "@/messages/tasks";
import { nextMonday } from "./due-words";
import type { TaskActions } from "./use-task-actions";

interface ItemsProps {
  readonly tasks: readonly TaskOut[];
  readonly actions: TaskActions;
}

/** To a near day, or so much later. */
export function DayItems({ tasks, actions }: ItemsProps) {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const isDue = tasks.some((task) => task.due !== null);
  return (
    <>
      <MenuItem icon={<Sun aria-hidden size={16} />} onSelect={() => actions.toDay(tasks, today)}>
        {m.today}
      </MenuItem>
      <MenuItem
        icon={<Sunrise aria-hidden size={16} />}
        onSelect={() => actions.toDay(tasks, addDays(today, 1))}
      >
        {m.tomorrow}
      </MenuItem>
      <MenuItem
        icon={<CalendarPlus aria-hidden size={16} />}
        onSelect={() => actions.toDay(tasks, nextMonday(today))}
      >
        {m.nextWeek}
      </MenuItem>
      {isDue ? (
        <>
          <MenuItem
            icon={<CalendarArrowDown aria-hidden size={16} />}
            onSelect={() => actions.postpone(tasks, 1)}
          >
            {m.postponeDay}
          </MenuItem>
          <MenuItem
            icon={<ChevronsRight aria-hidden size={16} />}
            onSelect={() => actions.postpone(tasks, 7)}
          >
            {m.postponeWeek}
          </MenuItem>
        </>
      ) : null}
    </>
  );
}

/** What ends tasks without doing them. */
export function EndItems({ tasks, actions }: ItemsProps) {
  const recurring = tasks.filter((task) => task.recurrence !== null);
  return (
    <>
      <MenuLine />
      {recurring.length > 0 ? (
        <MenuItem
          icon={<SkipForward aria-hidden size={16} />}
          keys="s"
          onSelect={() => actions.skip(recurring)}
        >
          {words.skip}
        </MenuItem>
      ) : null}
      <MenuItem
        icon={<Trash2 aria-hidden size={16} />}
        danger
        keys="Del"
        onSelect={() => actions.remove(tasks)}
      >
        {words.remove}
      </MenuItem>
    </>
  );
}
