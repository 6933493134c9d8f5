import type { TaskOut } from "@/api/schema.gen";
import type { ListHandle } from "./list-state";

let movedAt = Number.NEGATIVE_INFINITY;
const OWN_MS = 1500;

/** Whether rows have been moved here just now: they are expected elsewhere. */
export const isMovedHere = (): boolean => performance.now() - movedAt < OWN_MS;

/**
 * Whether both stand in the same project, section and task. Beside another one a task would go
 * into the place of that: a list may show several places, and nobody means that by its order.
 */
export const isSamePlace = (one: TaskOut, other: TaskOut | undefined): boolean =>
  one.project_id === other?.project_id &&
  one.section_id === other.section_id &&
  one.parent_id === other.parent_id;

/** The rows that the task can be moved among, itself included. */
export function amongOf(list: ListHandle, task: TaskOut): readonly string[] {
  return list.ids().filter((id) => isSamePlace(task, list.task(id)));
}

/** The task goes one place up or down, in lists that are in the user's own order. */
export function moveBy(list: ListHandle, task: TaskOut, by: 1 | -1): void {
  const ids = amongOf(list, task);
  const other = ids[ids.indexOf(task.id) + by];
  if (other !== undefined) moveBeside(list, task, other, by < 0 ? "before" : "after");
}

/** The task goes before all others of the list, or behind them. */
export function moveToEnd(list: ListHandle, task: TaskOut, end: "top" | "bottom"): void {
  const ids = amongOf(list, task);
  const other = end === "top" ? ids[0] : ids.at(-1);
  if (other !== undefined) moveBeside(list, task, other, end === "top" ? "before" : "after");
}

/** The task goes beside another one of the list; the focus stays on it. */
export function moveBeside(
  list: ListHandle,
  task: TaskOut,
  other: string,
  side: "before" | "after",
): void {
  if (!list.isManual || other === task.id) return;
  movedAt = performance.now();
  list.actions.move({ task, beside: side === "before" ? { before: other } : { after: other } });
}
