import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { createStore, type Store } from "@/lib/store";
import type { TaskActions } from "./use-task-actions";

/** What is chosen of one task, in a small window at its row. */
export type PickerKind = "due" | "priority" | "labels" | "project";

/** Which row the keys act on, which are selected, and which are just leaving. */
export interface Marks {
  /** The row that Tab leads to. */
  readonly active: string | null;
  readonly selected: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: string | null;
  /** Done just now: shown ticked for a moment, behind the row that is named. */
  readonly leaving: ReadonlyMap<string, { readonly task: TaskOut; readonly after: string | null }>;
}

export const NOTHING: ReadonlySet<string> = new Set();

const NO_MARKS: Marks = { active: null, selected: NOTHING, anchor: null, leaving: new Map() };

export const createMarks = (): Store<Marks> => createStore(NO_MARKS);

/** One list on the page: what its rows, its keys, and its menus share. It never changes. */
export interface ListHandle {
  readonly marks: Store<Marks>;
  readonly actions: TaskActions;
  readonly isManual: boolean;
  /** Ids of all rows, in the order that is shown. */
  readonly ids: () => readonly string[];
  readonly task: (id: string) => TaskOut | undefined;
  readonly root: () => HTMLElement | null;
  readonly openTask: (id: string) => void;
  readonly openPicker: (kind: PickerKind, tasks: readonly TaskOut[]) => void;
  readonly focusRow: (id: string) => void;
  /** Marks tasks as done, or open if they are done; they leave after a moment. */
  readonly tick: (tasks: readonly TaskOut[]) => void;
  /** What does things is loaded; what was ticked before is done now. */
  readonly start: (engine: Engine) => void;
}

/** What does things to tasks. No list waits for it to be drawn. */
export interface Engine {
  readonly actions: TaskActions;
  readonly tick: (list: ListHandle, tasks: readonly TaskOut[]) => void;
  readonly openWindow: (list: ListHandle, kind: PickerKind, tasks: readonly TaskOut[]) => void;
}

const ListContext = createContext<ListHandle | null>(null);
export const ListProvider = ListContext.Provider;

/** The list that the row is in. */
export function useListHandle(): ListHandle {
  const list = useContext(ListContext);
  if (list === null) throw new Error("A row stands outside of a TaskList");
  return list;
}

/** What a row needs of the marks; it is drawn anew when that alone changes. */
export function useMark<T>(list: ListHandle, select: (marks: Marks) => T): T {
  const { marks } = list;
  return useSyncExternalStore(
    marks.subscribe,
    useCallback(() => select(marks.get()), [marks, select]),
  );
}

/** Selects the row, or no longer. */
export function toggleSelected(list: ListHandle, id: string): void {
  list.marks.set((before) => {
    const selected = new Set(before.selected);
    if (!selected.delete(id)) selected.add(id);
    return { ...before, selected, anchor: id, active: id };
  });
}

/** Selects all rows between the last one that was chosen and this one. */
export function selectRange(list: ListHandle, to: string): void {
  const ids = list.ids();
  list.marks.set((before) => {
    const anchor = before.anchor ?? before.active ?? to;
    const range = rangeOf(ids, anchor, to);
    return { ...before, selected: new Set([...before.selected, ...range]), anchor, active: to };
  });
}

/** The ids from one to the other, both included, whichever is first. */
export function rangeOf(ids: readonly string[], one: string, other: string): readonly string[] {
  const [from, to] = [ids.indexOf(one), ids.indexOf(other)];
  if (from < 0 || to < 0) return ids.filter((id) => id === other);
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1);
}

export function clearSelection(list: ListHandle): void {
  list.marks.set((before) => ({ ...before, selected: NOTHING, anchor: null }));
}

/** The tasks of these ids that are still in the list, in its order. */
export function tasksOf(list: ListHandle, ids: ReadonlySet<string>): TaskOut[] {
  return list
    .ids()
    .filter((id) => ids.has(id))
    .flatMap((id) => list.task(id) ?? []);
}
