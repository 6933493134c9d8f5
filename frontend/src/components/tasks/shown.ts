import type { TaskOut } from "@/api/schema.gen";
import type { TaskListQuery } from "@/api/tasks/keys";
import type { Marks } from "./list-state";

/** Whether a list has open tasks alone, as far as its query says so by itself. */
export function isOpenOnly({ filter = "", completed }: TaskListQuery): boolean {
  return completed === false || /\bdone\s*=+\s*false\b/.test(filter);
}

/**
 * The rows of a list: of what the server listed that which still belongs there, and what was done
 * just now for a moment longer, where it stood.
 */
export function rowsOf(
  tasks: readonly TaskOut[],
  belongs: (task: TaskOut) => boolean,
  leaving: Marks["leaving"],
): readonly TaskOut[] {
  const staying = tasks.filter((task) => leaving.has(task.id) || belongs(task));
  const rows = staying.length === tasks.length ? tasks : staying;
  const gone = [...leaving].filter(([id]) => !tasks.some((task) => task.id === id));
  if (gone.length === 0) return rows;
  const all = [...rows];
  for (const [, { task, after }] of gone) {
    const at = after === null ? 0 : all.findIndex((each) => each.id === after) + 1;
    all.splice(at, 0, { ...task, completed: true });
  }
  return all;
}
