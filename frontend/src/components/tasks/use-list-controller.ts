import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useCallback, useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { TaskOut } from "@/api/schema.gen";
import { createMarks, type Engine, type ListHandle, type PickerKind } from "./list-state";

interface Controller {
  readonly list: ListHandle;
  readonly root: RefObject<HTMLDivElement | null>;
  /** Tells which rows are shown now, after each time they are drawn. */
  readonly setRows: (rows: readonly TaskOut[]) => void;
}

/** What holds a list together: its marks, and where the focus goes. */
export function useListController(isManual: boolean): Controller {
  const root = useRef<HTMLDivElement>(null);
  const rows = useRef<Shown>(NO_ROWS);
  const [marks] = useState(createMarks);
  const navigate = useNavigate();
  const openTask = useCallback(
    (id: string) => void navigate({ to: ".", search: (before) => ({ ...before, task: id }) }),
    [navigate],
  );
  const list = useMemo<ListHandle>(() => {
    let engine: Engine | null = null;
    const early: (readonly TaskOut[])[] = [];
    const handle: ListHandle = {
      marks,
      get actions() {
        if (engine === null) throw new Error("The list cannot do anything yet");
        return engine.actions;
      },
      isManual,
      openTask,
      ids: () => rows.current.ids,
      task: (id) => rows.current.byId.get(id),
      root: () => root.current,
      openPicker: (kind: PickerKind, tasks) => engine?.openWindow(handle, kind, tasks),
      focusRow: (id) => {
        flushSync(() => marks.set((before) => ({ ...before, active: id })));
        titleOf(root.current, id)?.focus();
      },
      tick(tasks) {
        if (engine === null) early.push(tasks);
        else engine.tick(handle, tasks);
      },
      start(begun) {
        engine = begun;
        for (const tasks of early.splice(0)) begun.tick(handle, tasks);
      },
    };
    return handle;
  }, [marks, isManual, openTask]);
  const setRows = useCallback(
    (tasks: readonly TaskOut[]) => {
      const before = rows.current.ids;
      rows.current = shownOf(tasks);
      keepActive(list, before);
    },
    [list],
  );
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
