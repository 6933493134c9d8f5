import { Link } from "@tanstack/react-router";
import { Bell, Check, Repeat } from "lucide-react";
import type { TaskOut } from "@/api/schema.gen";
import { cn } from "@/lib/cn";
import { type Clockwork, isOverdue, sayDue } from "@/lib/time";
import { m } from "@/messages/tasks";

export interface TaskRowProps {
  readonly task: TaskOut;
  readonly now: number;
  readonly clockwork: Clockwork;
  readonly onComplete: (task: TaskOut) => void;
}

const RINGS = {
  high: "border-high",
  medium: "border-medium",
  low: "border-low",
  none: "border-line-strong",
} as const;

/** One task of a list: a box to tick, its title, when it is due. */
export function TaskRow({ task, now, clockwork, onComplete }: TaskRowProps) {
  return (
    <li className="group flex items-start gap-3 border-b border-line py-2.5">
      <button
        type="button"
        role="checkbox"
        aria-checked={task.completed}
        aria-label={m.complete(task.title)}
        onClick={() => onComplete(task)}
        className={cn(
          "mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border-2 transition",
          "relative after:absolute after:-inset-2.5",
          RINGS[task.priority],
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
      <div className="min-w-0 grow">
        <Link
          to="."
          search={(before) => ({ ...before, task: task.id })}
          className={cn("block break-words", task.completed && "text-muted line-through")}
        >
          <bdi>{task.title}</bdi>
        </Link>
        <Details task={task} now={now} clockwork={clockwork} />
      </div>
    </li>
  );
}

function Details({ task, now, clockwork }: Omit<TaskRowProps, "onComplete">) {
  const { due, recurrence, reminders, labels } = task;
  if (due === null && labels.length === 0 && reminders.length === 0) return null;
  const isLate = due !== null && !task.completed && isOverdue(due, now, clockwork.zone);
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-sm text-muted">
      {due ? (
        <span className={cn(isLate && "text-danger")}>{sayDue(due, now, clockwork)}</span>
      ) : null}
      {recurrence ? <Repeat role="img" aria-label={m.repeats} size={13} /> : null}
      {reminders.length > 0 ? <Bell role="img" aria-label={m.reminds} size={13} /> : null}
      {labels.map((label) => (
        <span key={label}>{`@${label}`}</span>
      ))}
    </p>
  );
}
