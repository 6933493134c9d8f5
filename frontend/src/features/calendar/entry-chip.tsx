import { useDraggable } from "@dnd-kit/core";
import { Link } from "@tanstack/react-router";
import { Check, Repeat } from "lucide-react";
import type { KeyboardEvent } from "react";
import { cn } from "@/lib/cn";
import { addDays, type Clockwork, type Day, formatTime } from "@/lib/time";
import type { Entry } from "./entries";
import { m } from "./messages";

export interface ChipProps {
  readonly entry: Entry;
  readonly clockwork: Clockwork;
  /** Reached with Tab: it stands on the day that has the focus. */
  readonly isReachable: boolean;
  /** There is no room for its time, which its place says. */
  readonly isNarrow?: boolean;
  readonly onMove: (entry: Entry, day: Day) => void;
  readonly className?: string;
}

const BARS = {
  high: "bg-high",
  medium: "bg-medium",
  low: "bg-low",
  none: "bg-line-strong",
} as const;

const LOOKS = {
  open: "bg-hover text-text hover:bg-line",
  overdue: "bg-danger-soft text-danger hover:brightness-95 dark:hover:brightness-125",
  done: "text-muted line-through hover:bg-hover",
  ahead:
    "border border-dashed border-line-strong/70 text-muted hover:border-line-strong hover:text-text",
} as const;

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -7,
  ArrowDown: 7,
};

/** One entry of a day: opens the task; is dragged, or moved with Alt and an arrow key. */
export function EntryChip({
  entry,
  clockwork,
  isReachable,
  isNarrow = false,
  onMove,
  className,
}: ChipProps) {
  const { setNodeRef, listeners, isDragging } = useDraggable({
    id: entry.key,
    data: { entry },
    disabled: !isMovable(entry),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    const days = STEPS[event.key];
    if (event.altKey && days !== undefined) {
      event.preventDefault();
      if (isMovable(entry)) onMove(entry, addDays(entry.day, days));
    }
    event.stopPropagation(); // other keys are the link's, not the day's
  };
  return (
    <Link
      ref={setNodeRef}
      to="."
      search={(before) => ({ ...before, task: entry.taskId })}
      draggable={false}
      tabIndex={isReachable ? 0 : -1}
      data-entry={entry.key}
      data-on={entry.day}
      aria-label={nameOf(entry, clockwork)}
      title={hintOf(entry)}
      {...listeners}
      onKeyDown={onKeyDown}
      className={cn(chipClass(entry), isDragging && "opacity-40", className)}
    >
      <ChipInside entry={entry} clockwork={clockwork} isNarrow={isNarrow} />
    </Link>
  );
}

/** What is dragged, under the pointer. */
export function ChipGhost({ entry, clockwork }: Pick<ChipProps, "entry" | "clockwork">) {
  return (
    <div className={cn(chipClass(entry), "cursor-grabbing shadow-float")}>
      <ChipInside entry={entry} clockwork={clockwork} />
    </div>
  );
}

/** Whether it can be put on another day: it is a task, and still to be done. */
export const isMovable = (entry: Entry): boolean =>
  entry.task !== null && (entry.look === "open" || entry.look === "overdue");

const chipClass = (entry: Entry): string =>
  cn(
    "flex h-[1.625rem] w-full min-w-0 select-none items-center gap-1.5 overflow-hidden rounded-md px-1.5 text-[0.8125rem] leading-none",
    LOOKS[entry.look],
  );

function ChipInside({
  entry,
  clockwork,
  isNarrow = false,
}: Pick<ChipProps, "entry" | "clockwork" | "isNarrow">) {
  return (
    <>
      <Mark entry={entry} />
      <bdi className="grow truncate py-0.5 leading-tight">{entry.title}</bdi>
      {entry.wall && !isNarrow ? (
        <span className="shrink-0 text-xs tabular-nums">{formatTime(entry.wall, clockwork)}</span>
      ) : null}
    </>
  );
}

function Mark({ entry }: { readonly entry: Entry }) {
  if (entry.look === "ahead") return <Repeat aria-hidden size={11} className="shrink-0" />;
  if (entry.look === "done") return <Check aria-hidden size={12} className="shrink-0" />;
  return (
    <span aria-hidden className={cn("h-3 w-[3px] shrink-0 rounded-full", BARS[entry.priority])} />
  );
}

/** Its title, with what its looks say and its time. */
export function nameOf(entry: Entry, clockwork: Clockwork): string {
  const looks = {
    open: (title: string) => title,
    overdue: m.overdue,
    done: m.done,
    ahead: entry.isCertain ? m.ahead : m.aheadIfDone,
  };
  const name = looks[entry.look](entry.title);
  return entry.wall ? `${name}, ${formatTime(entry.wall, clockwork)}` : name;
}

function hintOf(entry: Entry): string {
  if (entry.look !== "ahead") return entry.title;
  return `${entry.title} · ${entry.isCertain ? m.aheadHint : m.aheadIfDoneHint}`;
}
