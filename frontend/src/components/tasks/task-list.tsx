import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskListQuery } from "@/api/tasks/keys";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { useNow } from "@/lib/use-now";
import { TaskRow } from "./task-row";
import { useDone } from "./use-done";

/** The tasks of a list, or what to show when there are none. */
export function TaskList({
  query,
  empty,
  label,
}: {
  readonly query: TaskListQuery;
  readonly empty: ReactNode;
  readonly label: string;
}) {
  const { data: tasks } = useSuspenseInfiniteQuery(taskListOptions(query));
  const me = useMe();
  const now = useNow();
  const done = useDone();
  if (tasks.length === 0) return empty;
  return (
    <ul aria-label={label}>
      {tasks.map((task) => (
        <TaskRow key={task.id} task={task} now={now} clockwork={me} onComplete={done} />
      ))}
    </ul>
  );
}
