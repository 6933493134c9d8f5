import { Bell, ListChecks, Repeat } from "lucide-react";
import { cn } from "@/lib/cn";
import { type Clockwork, type Day, dueDay, formatTime, sayDay } from "@/lib/time";
import { m } from "@/messages/tasks";
import type { TaskRowProps } from "./task-row";

/** Below the title, in one line: when, whether it comes back and reminds, steps, labels, project. */
export function RowDetails({ task, today, isLate, clockwork, project, timeOnly }: TaskRowProps) {
  const { due, recurrence, reminders, labels, checklist } = task;
  const when = due ? whenOf(due, today, clockwork, timeOnly === true && !isLate) : "";
  const isEmpty =
    when === "" && recurrence === null && reminders.length + labels.length + checklist.length === 0;
  if (isEmpty && project === undefined) return null;
  return (
    <p className="mt-0.5 flex min-w-0 items-center gap-x-2.5 overflow-hidden text-sm whitespace-nowrap text-muted">
      {when ? (
        <span
          className={cn(
            "shrink-0 tabular-nums",
            due && tone(task.completed, isLate, dueDay(due) === today),
          )}
        >
          {when}
        </span>
      ) : null}
      {recurrence ? (
        <Repeat role="img" aria-label={m.repeats} size={13} className="shrink-0" />
      ) : null}
      {reminders.length > 0 ? (
        <Bell role="img" aria-label={m.reminds} size={13} className="shrink-0" />
      ) : null}
      {checklist.length > 0 ? <Steps task={task} /> : null}
      {labels.map((label) => (
        <span key={label} dir="auto" className="max-w-40 min-w-6 truncate">
          {m.label(label)}
        </span>
      ))}
      {project ? (
        <span className="ml-auto flex min-w-0 items-center gap-1.5 pl-2">
          <span
            aria-hidden
            className="size-2 shrink-0 rounded-full bg-line-strong"
            style={project.color ? { backgroundColor: project.color } : undefined}
          />
          <span dir="auto" className="max-w-40 truncate">
            {project.name}
          </span>
        </span>
      ) : null}
    </p>
  );
}

function tone(isDone: boolean, isLate: boolean, isToday: boolean): string {
  if (isDone) return "";
  if (isLate) return "text-danger";
  return isToday ? "text-success" : "";
}

function whenOf(
  due: NonNullable<TaskRowProps["task"]["due"]>,
  today: Day,
  clockwork: Clockwork,
  timeOnly: boolean,
): string {
  const time = due.datetime_local ? formatTime(due.datetime_local, clockwork) : "";
  return timeOnly ? time : `${sayDay(dueDay(due), today)} ${time}`.trimEnd();
}

function Steps({ task: { checklist } }: Pick<TaskRowProps, "task">) {
  const done = checklist.filter((item) => item.is_done).length;
  return (
    <span className="flex shrink-0 items-center gap-1">
      <ListChecks aria-hidden size={13} />
      <span aria-hidden className="tabular-nums">
        {m.checklistShort(done, checklist.length)}
      </span>
      <span className="sr-only">{m.checklist(done, checklist.length)}</span>
    </span>
  );
}
