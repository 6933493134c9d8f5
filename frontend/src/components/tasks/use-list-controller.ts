import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { TaskOut } from "@/api/schema.gen";
import { useCommands } from "@/lib/commands";
import { LIST_COMMANDS, useListKeys } from "./list-keys";
import { createMarks, type ListHandle, type Marks, type PickerKind } from "./list-state";
import { openWindow } from "./list-windows";
import { useTaskActions } from "./use-task-actions";

/** How long a row that was ticked is shown so. */
const LEAVE_MS = 420;

interface Controller {
  readonly list: ListHandle;
  readonly root: RefObject<HTMLDivElement | null>;
  /** Tells which rows are shown now, after each time they are drawn. */
  readonly setRows: (rows: readonly TaskOut[]) => void;
}

/** What holds a list together: its marks, its keys, and where the focus goes. */
export function useListController(isManual: boolean): Controller {
  const root = useRef<HTMLDivElement>(null);
  const rows = useRef<Shown>(NO_ROWS);
  const [marks] = useState(createMarks);
  const actions = useTaskActions();
  const navigate = useNavigate();
  const openTask = useCallback(
    (id: string) => void navigate({ to: ".", search: (before) => ({ ...before, task: id }) }),
    [navigate],
  );
  const list = useMemo<ListHandle>(() => {
    const handle: ListHandle = {
      marks,
      actions,
      isManual,
      openTask,
      ids: () => rows.current.ids,
      task: (id) => rows.current.byId.get(id),
      root: () => root.current,
      openPicker: (kind: PickerKind, tasks) => openWindow(handle, kind, tasks),
      focusRow: (id) => {
        flushSync(() => marks.set((before) => ({ ...before, active: id })));
        titleOf(root.current, id)?.focus();
      },
      tick: (tasks) => tick(handle, tasks),
    };
    return handle;
  }, [marks, actions, isManual, openTask]);
  const setRows = useCallback(
    (tasks: readonly TaskOut[]) => {
      const before = rows.current.ids;
      rows.current = shownOf(tasks);
      keepActive(list, before);
    },
    [list],
  );
  useListKeys(list);
  useCommands(LIST_COMMANDS);
  useEffect(() => () => forgetLeaving(marks), [marks]);
  return { list, root, setRows };
}

interface Shown {
  readonly ids: readonly string[];
  readonly byId: ReadonlyMap<string, TaskOut>;
}

const NO_ROWS: Shown = { ids: [], byId: new Map() };

const shownOf = (tasks: readonly TaskOut[]): Shown => ({
  ids: tasks.map((task) => task.id),
  byId: new Map(tasks.map((task) => [task.id, task])),
});

/** The link of a row: what has the focus when the row has it. */
export function titleOf(root: HTMLElement | null, id: string): HTMLElement | null {
  const row = root?.querySelector(`[data-row="${CSS.escape(id)}"]`);
  return row?.querySelector<HTMLElement>("a[data-title]") ?? null;
}

/** Tab leads to a row that is there; if the focused one is gone, the next one has the focus. */
function keepActive(list: ListHandle, before: readonly string[]): void {
  const { marks } = list;
  const ids = list.ids();
  const there = new Set(ids);
  const { active, selected } = marks.get();
  if ([...selected].some((id) => !there.has(id))) {
    const left = new Set([...selected].filter((id) => there.has(id)));
    marks.set((now) => ({ ...now, selected: left }));
  }
  if (active !== null && there.has(active)) return;
  const next = neighbour(before, there, active) ?? ids[0] ?? null;
  const hadFocus = active !== null && isFocusLost(list);
  marks.set((now) => ({ ...now, active: next }));
  if (!hadFocus) return;
  queueMicrotask(() => {
    if (next !== null) titleOf(list.root(), next)?.focus({ preventScroll: true });
    else list.root()?.focus({ preventScroll: true });
  });
}

/** The first that is still there of those behind `id`, else of those before it. */
function neighbour(
  before: readonly string[],
  there: ReadonlySet<string>,
  id: string | null,
): string | undefined {
  const at = id === null ? -1 : before.indexOf(id);
  if (at < 0) return undefined;
  return (
    before.slice(at + 1).find((each) => there.has(each)) ??
    before.slice(0, at).findLast((each) => there.has(each))
  );
}

/** Whether the focus was in the list and what had it is gone. */
function isFocusLost(list: ListHandle): boolean {
  const focused = document.activeElement;
  return (focused === null || focused === document.body) && list.root()?.dataset.focused === "yes";
}

const timers = new WeakMap<ListHandle["marks"], Set<ReturnType<typeof setTimeout>>>();

function tick(list: ListHandle, tasks: readonly TaskOut[]): void {
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

function forgetLeaving(marks: ListHandle["marks"]): void {
  for (const timer of timers.get(marks) ?? []) clearTimeout(timer);
}
