import type { SectionOut, TaskOut } from "@/api/schema.gen";
import { m } from "../messages";

/** A column of a board: a section, or what is in none. */
export interface Column {
  /** Of the section; `none` for what is in none. */
  readonly id: string;
  readonly section: SectionOut | null;
  readonly name: string;
  readonly tasks: readonly TaskOut[];
}

export const NONE = "none";

/** The columns of a board; what is in no section is first, and left out where nothing is. */
export function columnsOf(
  sections: readonly SectionOut[],
  tasks: readonly TaskOut[],
): readonly Column[] {
  const known = new Set(sections.map((section) => section.id));
  const unplaced = tasks.filter((task) => task.section_id === null || !known.has(task.section_id));
  const none: Column = { id: NONE, section: null, name: m.noSection, tasks: unplaced };
  const columns = sections.map((section) => ({
    id: section.id,
    section,
    name: section.name,
    tasks: tasks.filter((task) => task.section_id === section.id),
  }));
  return unplaced.length > 0 || sections.length === 0 ? [none, ...columns] : columns;
}

/** Where a card is to go: a column, and the card that it stands before (null: behind all). */
export interface Target {
  readonly column: Column;
  readonly before: string | null;
}

/**
 * Where a card that was dropped on a column or on another card goes; null if it stands there.
 *
 * In its own column it takes the place of the card under it, so going down it stands behind that.
 */
export function targetOf(
  columns: readonly Column[],
  taskId: string,
  overId: string,
): Target | null {
  const column =
    columns.find((each) => each.id === overId) ??
    columns.find((each) => each.tasks.some((task) => task.id === overId));
  if (column === undefined || taskId === overId) return null;
  const ids = column.tasks.map((task) => task.id);
  const from = ids.indexOf(taskId);
  const over = ids.indexOf(overId);
  if (over === -1) return from === -1 || from < ids.length - 1 ? { column, before: null } : null;
  const place = from !== -1 && from < over ? over + 1 : over;
  return { column, before: ids[place] ?? null };
}

/**
 * What a card that is moved by keys is over next: the card above or below, or the one in the same
 * line of the column beside (the column where that has none). Null: there is nothing that way.
 */
export function nextOver(
  columns: readonly Column[],
  overId: string,
  key: "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight",
): string | null {
  const at = columns.findIndex(
    (column) => column.id === overId || column.tasks.some((task) => task.id === overId),
  );
  const here = columns[at];
  if (here === undefined) return null;
  const line = Math.max(
    here.tasks.findIndex((task) => task.id === overId),
    0,
  );
  if (key === "ArrowUp") return here.tasks[line - 1]?.id ?? null;
  if (key === "ArrowDown") return here.tasks[line + 1]?.id ?? null;
  const beside = columns[key === "ArrowLeft" ? at - 1 : at + 1];
  if (beside === undefined) return null;
  return (beside.tasks[line] ?? beside.tasks.at(-1))?.id ?? beside.id;
}
