import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CornerLeftUp } from "lucide-react";
import { useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { knownTask } from "@/api/tasks/cache";
import { taskOptions } from "@/api/tasks/get-task";
import { Button } from "@/components/ui/button";
import { useTaskChanges } from "@/lib/live";
import { sayWall } from "@/lib/time";
import { Checklist } from "./checklist";
import { Facts } from "./facts";
import { LabelsField } from "./labels-field";
import { m } from "./messages";
import { NextBox } from "./next-box";
import { NotesField } from "./notes-field";
import { PlaceField } from "./place-field";
import { PriorityField } from "./priority-field";
import { isSeries, useScope } from "./scope";
import { Subtasks } from "./subtasks";
import type { PanelSlots } from "./task-panel";
import { Tick } from "./tick";
import { TitleField } from "./title-field";
import { useActions } from "./use-actions";
import { WhenField } from "./when-field";

/** All that a task has, from its title to when it was made. */
export function PanelBody({
  task,
  slots,
  onOpen,
}: {
  readonly task: TaskOut;
  readonly slots: PanelSlots;
  readonly onOpen: (id: string) => void;
}) {
  const { toggle } = useActions(task);
  const isOpen = task.status === "open";
  return (
    // Another task has other fields: none may take over what is typed into this one.
    <div key={task.id} className="flex flex-col gap-5 px-5 pt-1 pb-28 min-[1200px]:pb-10">
      <div>
        {task.parent_id ? <Parent id={task.parent_id} /> : null}
        <div className="flex items-start gap-3">
          <span className="flex h-9 items-center">
            <Tick
              checked={!isOpen}
              label={isOpen ? m.complete : m.reopen}
              priority={task.priority}
              onChange={toggle}
            />
          </span>
          <TitleField task={task} />
        </div>
        <NextOne task={task} onOpen={onOpen} />
        <Remembered task={task} />
      </div>
      <div className="flex flex-col gap-0.5">
        <WhenField task={task} name="due" />
        <WhenField task={task} name="start" />
        <PriorityField task={task} />
        <LabelsField task={task} />
        <PlaceField task={task} />
      </div>
      <NotesField task={task} />
      {slots.recurrence?.(task)}
      {slots.reminders?.(task)}
      <NextBox task={task} />
      <Checklist task={task} />
      <Subtasks task={task} />
      {slots.history?.(task)}
      <Facts task={task} />
    </div>
  );
}

function Parent({ id }: { readonly id: string }) {
  const client = useQueryClient();
  const { data } = useQuery({
    ...taskOptions(id),
    initialData: () => knownTask(client, id),
    initialDataUpdatedAt: 0,
  });
  return (
    <Link
      to="."
      resetScroll={false}
      search={(before) => ({ ...before, task: id })}
      className="mb-1 flex items-center gap-1.5 text-sm text-muted hover:text-text hover:underline"
    >
      <CornerLeftUp aria-hidden size={14} className="shrink-0" />
      <span className="sr-only">{m.partOf}</span>
      <bdi className="truncate">{data?.title ?? "…"}</bdi>
    </Link>
  );
}

/** The occurrence that follows, as soon as it is there. */
function NextOne({
  task,
  onOpen,
}: {
  readonly task: TaskOut;
  readonly onOpen: (id: string) => void;
}) {
  const me = useMe();
  const [next, setNext] = useState<{ id: string; wall: string } | null>(null);
  useTaskChanges(({ change, series_id: series, task: made }) => {
    if (change !== "created" || series === null || series !== task.series_id || !made) return;
    setNext({ id: made.id, wall: made.due_local ?? made.due_on ?? "" });
  });
  if (next === null || task.status === "open") return null;
  return (
    <p role="status" className="mt-2 flex items-center gap-2 text-sm text-muted">
      <span>{m.seriesNext(sayWall(next.wall, me))}</span>
      <Button size="small" look="quiet" className="text-accent" onClick={() => onOpen(next.id)}>
        {m.open}
      </Button>
    </p>
  );
}

/** Which occurrences edits mean, once somebody asked not to be asked again. */
function Remembered({ task }: { readonly task: TaskOut }) {
  const { remembered, forget } = useScope();
  if (remembered === null || !isSeries(task)) return null;
  return (
    <p className="mt-2 flex items-center gap-2 text-sm text-muted">
      <span>{m.scope[remembered]}</span>
      <Button size="small" look="quiet" className="text-accent" onClick={forget}>
        {m.scope.askAgain}
      </Button>
    </p>
  );
}
