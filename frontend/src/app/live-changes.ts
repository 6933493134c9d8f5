import type { QueryClient } from "@tanstack/react-query";
import { labelKeys } from "@/api/labels/keys";
import type { LabelOut, TaskOut } from "@/api/schema.gen";
import { applyToTasks, knownTask } from "@/api/tasks/cache";
import { taskKeys } from "@/api/tasks/keys";
import { announce, type TaskChange } from "@/lib/live";

const REFRESH_MS = 400;

/** Shows a change, unless this browser knows it already: it made it itself. */
export function takeChange(client: QueryClient, change: TaskChange, refresh: () => void): void {
  const known = knownTask(client, change.task_id);
  const isEcho = known !== undefined && known.version >= change.task_version;
  announce(change);
  if (isEcho && change.change !== "deleted") return;
  const { task } = change;
  if (task === null) {
    applyToTasks(client, new Set([change.task_id]), () => null);
  } else {
    applyToTasks(client, new Set([task.id]), (shown) => ({
      ...shown,
      title: task.title,
      status: task.status,
      completed: task.status === "done",
      completed_at: task.completed_at,
      labels: [...task.labels],
      project_id: task.project_id,
      section_id: task.section_id,
      priority: PRIORITIES[task.priority - 1] ?? "none",
      version: task.version,
    }));
    void client.invalidateQueries({ queryKey: taskKeys.detail(task.id) });
  }
  refresh();
}

/** Whether the task has a label that was not known: tasks make those that they name. */
export function bringsLabel(client: QueryClient, { task }: TaskChange): boolean {
  const known = client.getQueryData<readonly LabelOut[]>(labelKeys.all);
  if (known === undefined || task === null) return false;
  const names = new Set(known.map(({ name }) => name));
  return task.labels.some((name) => !names.has(name));
}

const PRIORITIES: readonly TaskOut["priority"][] = ["high", "medium", "low", "none"];

/** Runs at once, and then at most every so often: hundreds of changes are one reading. */
export function gathered(run: () => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const later = (): void => {
    waiting = undefined;
    if (!again) return;
    again = false;
    start();
  };
  function start(): void {
    run();
    waiting = setTimeout(later, REFRESH_MS);
  }
  return () => {
    if (waiting === undefined) start();
    else again = true;
  };
}
