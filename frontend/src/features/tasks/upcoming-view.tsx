import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { CalendarRange } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { Page } from "@/components/layout/page";
import { TaskRow } from "@/components/tasks/task-row";
import { useDone } from "@/components/tasks/use-done";
import { EmptyState } from "@/components/ui/empty-state";
import { dayIn, dueDay, formatDay, sayDay } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m as core } from "@/messages/core";
import { m } from "@/messages/tasks";
import { UPCOMING } from "./queries";

/** What is due in the next two weeks, day by day. */
export function UpcomingView() {
  const { data: tasks } = useSuspenseInfiniteQuery(taskListOptions(UPCOMING));
  const me = useMe();
  const now = useNow();
  const done = useDone();
  const today = dayIn(now, me.zone);
  return (
    <Page title={core.upcoming}>
      {tasks.length === 0 ? (
        <EmptyState
          icon={<CalendarRange size={28} />}
          title={m.emptyUpcomingTitle}
          text={m.emptyUpcomingText}
        />
      ) : null}
      {[...byDay(tasks)].map(([day, ofDay]) => (
        <section key={day} aria-labelledby={`day-${day}`} className="mb-6">
          <h2 id={`day-${day}`} className="flex items-baseline gap-2 font-semibold">
            {sayDay(day, today)}
            <span className="text-sm font-normal text-muted">
              {formatDay(day, { weekday: "short", day: "numeric", month: "short" })}
            </span>
          </h2>
          <ul>
            {ofDay.map((task) => (
              <TaskRow key={task.id} task={task} now={now} clockwork={me} onComplete={done} />
            ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}

function byDay(tasks: readonly TaskOut[]): Map<string, TaskOut[]> {
  const days = new Map<string, TaskOut[]>();
  for (const task of tasks) {
    const day = task.due ? dueDay(task.due) : "";
    days.set(day, [...(days.get(day) ?? []), task]);
  }
  return days;
}
