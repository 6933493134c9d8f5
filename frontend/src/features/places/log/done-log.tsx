import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CheckCheck, RotateCcw } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { useCompleteTask } from "@/api/tasks/complete-task";
import type { TaskListQuery } from "@/api/tasks/keys";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { useReopenTask } from "@/api/tasks/reopen-task";
import { clipped } from "@/components/tasks/clipped";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { sayDone } from "@/components/ui/say-done";
import { formatTime, wallTime } from "@/lib/time";
import { useTold } from "../use-told";
import { byDay } from "./by-day";
import { DaySection } from "./day-section";
import { m } from "./messages";

/** What is done, the last first. */
export const DONE: TaskListQuery = { filter: "done = true", sort: "completed" };

/** What was done, day by day; each can be opened again. */
export function DoneLog() {
  const pages = useSuspenseInfiniteQuery(taskListOptions(DONE));
  const me = useMe();
  const wallOf = (task: TaskOut): string =>
    task.completed_at ? wallTime(Date.parse(task.completed_at), me.zone) : "";
  // What was just opened again is gone at once, before the list is asked for anew.
  const done = pages.data.filter((task) => task.completed && task.completed_at !== null);
  if (done.length === 0 && !pages.hasNextPage) {
    return (
      <EmptyState icon={<CheckCheck size={28} />} title={m.emptyDoneTitle} text={m.emptyDoneText} />
    );
  }
  return (
    <>
      {[...byDay(done, (task) => wallOf(task).slice(0, 10))].map(([day, tasks]) => (
        <DaySection key={day} day={day}>
          {tasks.map((task) => (
            <DoneRow key={task.id} task={task} time={formatTime(wallOf(task), me)} />
          ))}
        </DaySection>
      ))}
      <LoadMore pages={pages} title={m.loadMore} />
    </>
  );
}

function DoneRow({ task, time }: { readonly task: TaskOut; readonly time: string }) {
  const reopen = useReopen();
  return (
    <li className="group flex items-center gap-3 border-b border-line py-2">
      <time className="w-16 shrink-0 text-sm text-muted tabular-nums">{time}</time>
      <Link
        to="."
        search={(before) => ({ ...before, task: task.id })}
        className="line-clamp-2 min-w-0 grow break-words"
      >
        <bdi>{clipped(task.title)}</bdi>
      </Link>
      <Button
        look="quiet"
        size="small"
        aria-label={m.reopenTask(clipped(task.title))}
        onClick={() => reopen(task)}
      >
        <RotateCcw aria-hidden size={14} />
        <span className="max-sm:sr-only">{m.reopen}</span>
      </Button>
    </li>
  );
}

/** Opens a task again, and says so with a way back, which is to do it again. */
function useReopen(): (task: TaskOut) => void {
  const reopen = useTold(useReopenTask());
  const complete = useTold(useCompleteTask());
  return (task) =>
    reopen(task, {
      onSuccess: (answer) => sayDone(m.reopened(clipped(task.title)), () => complete(answer)),
    });
}
