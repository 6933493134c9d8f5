import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { useCreateTask } from "@/api/tasks/create-task";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { useReopenTask } from "@/api/tasks/reopen-task";
import { useDone } from "@/components/tasks/use-done";
import { ErrorNote } from "@/components/ui/error-note";
import { sayFailed } from "@/components/ui/say-failed";
import { cn } from "@/lib/cn";
import { sayDue } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m as tasks } from "@/messages/tasks";
import { AddLine } from "./add-line";
import { draftKey } from "./drafts";
import { m } from "./messages";
import { Tick } from "./tick";

/** The parts of a task: tasks of their own, ticked here and opened from here. */
export function Subtasks({ task }: { readonly task: TaskOut }) {
  const { data, error, refetch } = useInfiniteQuery(
    taskListOptions({ filter: `parent = ${task.id}`, sort: "manual" }),
  );
  const { mutateAsync: create } = useCreateTask();
  return (
    <section aria-labelledby="task-subtasks">
      <h2 id="task-subtasks" className="font-medium">
        {m.subtasks}
      </h2>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      <ul>
        {data?.map((each) => (
          <Subtask key={each.id} task={each} />
        ))}
      </ul>
      <AddLine
        draftName={draftKey(task.id, "new-subtask")}
        label={m.addSubtask}
        onAdd={(title) => create({ title, parent_id: task.id, project_id: task.project_id })}
      />
    </section>
  );
}

function Subtask({ task }: { readonly task: TaskOut }) {
  const done = useDone();
  const { mutateAsync: reopen } = useReopenTask();
  const me = useMe();
  const now = useNow();
  const isOpen = task.status === "open";
  const toggle = (): void => {
    if (isOpen) done(task);
    else reopen(task).catch(sayFailed);
  };
  return (
    <li className="flex min-h-9 items-center gap-2.5 pointer-coarse:min-h-11">
      <Tick
        checked={!isOpen}
        label={tasks.complete(task.title)}
        priority={task.priority}
        onChange={toggle}
      />
      <Link
        to="."
        resetScroll={false}
        search={(before) => ({ ...before, task: task.id })}
        className={cn(
          "min-w-0 grow py-1 [overflow-wrap:anywhere] hover:underline",
          !isOpen && "text-muted line-through",
        )}
      >
        <bdi>{task.title}</bdi>
      </Link>
      {task.due ? (
        <span className="shrink-0 text-sm text-muted">{sayDue(task.due, now, me)}</span>
      ) : null}
    </li>
  );
}
