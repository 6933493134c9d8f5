import { Link } from "@tanstack/react-router";
import { Check, MoreHorizontal, Repeat } from "lucide-react";
import { useState } from "react";
import { useMe } from "@/api/me/get-me";
import { useDone } from "@/components/tasks/use-done";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLabel } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { addDays, type Day, formatTime } from "@/lib/time";
import { m as tasks } from "@/messages/tasks";
import type { Entry } from "./entries";
import { isMovable, nameOf } from "./entry-chip";
import { m } from "./messages";
import { MoveDialog } from "./move-dialog";
import type { MoveEntry } from "./use-move";

interface DayListProps {
  readonly entries: readonly Entry[];
  readonly today: Day;
  readonly label: string;
  readonly move: MoveEntry;
  /** A task of the list was opened, or what is shown here has moved away. */
  readonly onLeave?: () => void;
}

/** All of a day, one below the other: to tick, to open, to move. */
export function DayList({ entries, label, ...rest }: DayListProps) {
  return (
    <ul aria-label={label} className="flex flex-col">
      {entries.map((entry) => (
        <DayRow key={entry.key} entry={entry} {...rest} />
      ))}
    </ul>
  );
}

const RINGS = {
  high: "border-high",
  medium: "border-medium",
  low: "border-low",
  none: "border-line-strong",
} as const;

interface RowProps extends Omit<DayListProps, "entries" | "label"> {
  readonly entry: Entry;
}

function DayRow({ entry, today, move, onLeave }: RowProps) {
  const me = useMe();
  return (
    <li className="flex items-start gap-3 border-b border-line py-2 last:border-b-0">
      <Box entry={entry} />
      <Link
        to="."
        search={(before) => ({ ...before, task: entry.taskId })}
        onClick={onLeave}
        aria-label={nameOf(entry, me)}
        className={cn(
          "min-w-0 grow break-words",
          entry.look === "done" && "text-muted line-through",
          entry.look === "ahead" && "text-muted",
        )}
      >
        <bdi>{entry.title}</bdi>
        <Note entry={entry} />
      </Link>
      {entry.wall ? (
        <span
          className={cn(
            "shrink-0 pt-px text-sm text-muted tabular-nums",
            entry.look === "overdue" && "text-danger",
          )}
        >
          {formatTime(entry.wall, me)}
        </span>
      ) : null}
      {isMovable(entry) ? <MoveMenu entry={entry} today={today} move={move} /> : null}
    </li>
  );
}

function Note({ entry }: { readonly entry: Entry }) {
  if (entry.look !== "ahead") return null;
  return <span className="block text-sm">{entry.isCertain ? m.aheadHint : m.aheadIfDoneHint}</span>;
}

function Box({ entry }: { readonly entry: Entry }) {
  const done = useDone();
  const { task } = entry;
  if (task === null) {
    return (
      <span className="mt-0.5 flex size-5 shrink-0 items-center justify-center text-muted">
        <Repeat aria-hidden size={15} />
      </span>
    );
  }
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={task.completed}
      aria-label={tasks.complete(task.title)}
      disabled={task.completed}
      onClick={() => done(task)}
      className={cn(
        "group relative mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border-2 after:absolute after:-inset-2.5",
        RINGS[entry.priority],
        task.completed && "border-success bg-success text-canvas",
      )}
    >
      <Check
        aria-hidden
        size={13}
        strokeWidth={3.5}
        className={task.completed ? "" : "opacity-0 group-hover:opacity-40"}
      />
    </button>
  );
}

function MoveMenu({ entry, today, move }: Pick<RowProps, "entry" | "today" | "move">) {
  const [isAsking, setIsAsking] = useState(false);
  const goes: readonly (readonly [string, Day])[] = [
    [m.moveToToday, today],
    [m.dayBefore, addDays(entry.day, -1)],
    [m.nextDay, addDays(entry.day, 1)],
    [m.weekLater, addDays(entry.day, 7)],
  ];
  return (
    <>
      <Menu
        trigger={
          <Button
            look="quiet"
            size="icon"
            aria-label={m.moveOf(entry.title)}
            className="-my-1 pointer-coarse:-my-2.5"
          >
            <MoreHorizontal aria-hidden size={17} />
          </Button>
        }
      >
        <MenuLabel>{m.moveTo}</MenuLabel>
        {goes
          .filter(([, day]) => day !== entry.day)
          .map(([name, day]) => (
            <MenuItem key={name} onSelect={() => move(entry, day)}>
              {name}
            </MenuItem>
          ))}
        <MenuItem onSelect={() => setIsAsking(true)}>{m.otherDay}</MenuItem>
      </Menu>
      {isAsking ? (
        <MoveDialog entry={entry} move={move} onClose={() => setIsAsking(false)} />
      ) : null}
    </>
  );
}
