import { useSortable } from "@dnd-kit/sortable";
import { Link } from "@tanstack/react-router";
import {
  ArrowUpToLine,
  Check,
  CornerDownRight,
  GripVertical,
  MoreHorizontal,
  Repeat,
} from "lucide-react";
import { memo, type ReactNode, type SyntheticEvent } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { clipped } from "@/components/tasks/clipped";
import { RINGS } from "@/components/tasks/rings";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLabel, MenuLine } from "@/components/ui/menu";
import { cn } from "@/lib/cn";
import { type Clockwork, isOverdue, sayDue } from "@/lib/time";
import { m as tasks } from "@/messages/tasks";
import { m } from "../messages";
import type { Column, Target } from "./columns";

export interface CardProps {
  readonly task: TaskOut;
  readonly now: number;
  readonly clockwork: Clockwork;
  readonly columns: readonly Column[];
  readonly onComplete: (task: TaskOut) => void;
  readonly onMove: (task: TaskOut, target: Target) => void;
}

/** A card that can be dragged; space or Enter on its handle picks it up. */
export const SortableCard = memo(function SortableCard(props: CardProps) {
  const sortable = useSortable({ id: props.task.id, attributes: { roleDescription: m.card } });
  const { transform, transition, isDragging } = sortable;
  return (
    <li
      ref={sortable.setNodeRef}
      {...sortable.listeners} // wherever the pointer is; keys count on the button alone
      style={{
        transform: transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined,
        transition,
      }}
      className={cn("touch-manipulation", isDragging && "opacity-35")}
    >
      <Card {...props}>
        <button
          type="button"
          ref={sortable.setActivatorNodeRef}
          {...sortable.attributes}
          aria-label={m.pickUp(clipped(props.task.title))}
          className="flex size-[1.625rem] shrink-0 cursor-grab items-center justify-center rounded-md text-muted opacity-0 hover:bg-hover focus-visible:opacity-100 group-hover:opacity-100"
        >
          <GripVertical aria-hidden size={14} />
        </button>
      </Card>
    </li>
  );
});

/** What a card shows; `children` is what it is held by. */
export function Card({
  task,
  now,
  clockwork,
  columns,
  onComplete,
  onMove,
  children,
  isLifted = false,
}: CardProps & { readonly children?: ReactNode; readonly isLifted?: boolean }) {
  return (
    <div
      className={cn(
        "group relative flex gap-2.5 rounded-xl border border-line bg-surface py-2 dark:bg-raised pr-1 pl-2.5",
        isLifted && "rotate-1 cursor-grabbing shadow-float",
      )}
    >
      <button
        type="button"
        role="checkbox"
        aria-checked={task.completed}
        aria-label={tasks.complete(clipped(task.title))}
        onClick={() => onComplete(task)}
        className="-ml-1 flex size-[1.625rem] shrink-0 items-center justify-center rounded-full"
      >
        <span
          className={cn(
            "flex size-4.5 items-center justify-center rounded-full border-2",
            RINGS[task.priority],
            task.completed && "border-success bg-success text-canvas",
          )}
        >
          <Check
            aria-hidden
            size={11}
            strokeWidth={3.5}
            className={task.completed ? "" : "opacity-0 group-hover:opacity-40"}
          />
        </span>
      </button>
      <div className="min-w-0 grow">
        <Link
          to="."
          search={(before) => ({ ...before, task: task.id })}
          draggable={false}
          className={cn(
            "line-clamp-4 min-h-[1.625rem] break-words pt-px",
            task.completed && "text-muted line-through",
          )}
        >
          <bdi>{clipped(task.title)}</bdi>
        </Link>
        <Details task={task} now={now} clockwork={clockwork} />
      </div>
      {children}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: React sees the open menu in the card; pressing it is no drag */}
      <span role="presentation" onMouseDown={stop} onTouchStart={stop}>
        <CardMenu task={task} columns={columns} onMove={onMove} />
      </span>
    </div>
  );
}

const stop = (event: SyntheticEvent): void => event.stopPropagation();

function Details({ task, now, clockwork }: Pick<CardProps, "task" | "now" | "clockwork">) {
  const { due, labels, recurrence } = task;
  if (due === null && labels.length === 0) return null;
  const isLate = due !== null && !task.completed && isOverdue(due, now, clockwork.zone);
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-sm text-muted">
      {due ? (
        <span className={cn(isLate && "text-danger")}>{sayDue(due, now, clockwork)}</span>
      ) : null}
      {recurrence ? <Repeat role="img" aria-label={tasks.repeats} size={12} /> : null}
      {labels.map((label) => (
        <span key={label} className="break-all">{`@${label}`}</span>
      ))}
    </p>
  );
}

/** The twin of dragging: every place that a card can go to. */
function CardMenu({ task, columns, onMove }: Pick<CardProps, "task" | "columns" | "onMove">) {
  const here = columns.find((column) => column.tasks.some((each) => each.id === task.id));
  const first = here?.tasks[0];
  return (
    <Menu
      trigger={
        <Button
          look="quiet"
          size="icon"
          aria-label={m.moveTask(clipped(task.title))}
          className="relative -mt-1 size-7 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 data-[state=open]:opacity-100 max-md:opacity-100 pointer-coarse:opacity-100"
        >
          <MoreHorizontal aria-hidden size={16} />
        </Button>
      }
    >
      <MenuItem
        icon={<ArrowUpToLine aria-hidden size={16} />}
        disabled={first === undefined || first.id === task.id}
        onSelect={() => {
          if (here && first) onMove(task, { column: here, before: first.id });
        }}
      >
        {m.moveTop}
      </MenuItem>
      {columns.length > 1 ? <MenuLine /> : null}
      {columns.length > 1 ? <MenuLabel>{m.moveToLabel}</MenuLabel> : null}
      {columns
        .filter((column) => column !== here)
        .map((column) => (
          <MenuItem
            key={column.id}
            icon={<CornerDownRight aria-hidden size={16} />}
            onSelect={() => onMove(task, { column, before: null })}
          >
            {column.name}
          </MenuItem>
        ))}
    </Menu>
  );
}
