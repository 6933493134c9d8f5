import type { TaskOut } from "@/api/schema.gen";
import type { ListHandle, Marks } from "./list-state";

/** How long a row that was ticked is shown so. */
const LEAVE_MS = 420;

const timers = new WeakMap<ListHandle["marks"], Set<ReturnType<typeof setTimeout>>>();

/** Marks tasks as done, or open if they are done; what is done leaves after a moment. */
export function tick(list: ListHandle, tasks: readonly TaskOut[]): void {
  const open = tasks.filter((task) => !task.completed && !list.marks.get().leaving.has(task.id));
  if (open.length === 0) {
    removeLeaving(list.marks, tasks);
    list.actions.reopen(tasks);
    return;
  }
  const ids = list.ids();
  list.marks.set((before) => {
    const leaving = new Map(before.leaving);
    for (const task of open) {
      const at = ids.indexOf(task.id);
      leaving.set(task.id, { task, after: ids[at - 1] ?? null });
    }
    return { ...before, leaving };
  });
  const timer = setTimeout(() => {
    timers.get(list.marks)?.delete(timer);
    removeLeaving(list.marks, open);
  }, LEAVE_MS);
  timers.set(list.marks, (timers.get(list.marks) ?? new Set()).add(timer));
  list.actions.complete(open);
}

function removeLeaving(marks: ListHandle["marks"], tasks: readonly TaskOut[]): void {
  marks.set((before: Marks) => {
    const leaving = new Map(before.leaving);
    for (const task of tasks) leaving.delete(task.id);
    return { ...before, leaving };
  });
}

/** Nothing is done later for a list that is gone. */
export function forgetLeaving(marks: ListHandle["marks"]): void {
  for (const timer of timers.get(marks) ?? []) clearTimeout(timer);
}
