import { useEffect } from "react";
import type { TaskOut } from "@/api/schema.gen";
import type { Command } from "@/lib/commands";
import { undoLatest } from "@/lib/undo";
import { m } from "@/messages/tasks";
import {
  clearSelection,
  type ListHandle,
  type PickerKind,
  selectRange,
  tasksOf,
  toggleSelected,
} from "./list-state";
import { moveBy, moveToEnd } from "./manual-order";

/** The lists on the page. Their keys are one set of commands, for the list that has the focus. */
const lists = new Set<ListHandle>();

/** Where the focus is, or was until a window (palette, picker) opened over it. */
let current: { readonly list: ListHandle; readonly id: string } | null = null;

/** The list takes part in the keys as long as it is there. */
export function useListKeys(list: ListHandle): void {
  useEffect(() => {
    lists.add(list);
    const root = list.root();
    root?.addEventListener("focusin", onFocusIn);
    root?.addEventListener("keydown", onKeyDown);
    document.addEventListener("focusin", onFocusElsewhere);
    markFocus(document.activeElement); // it may have come before this code was loaded
    document.addEventListener("pointerdown", onFocusElsewhere);
    return () => {
      lists.delete(list);
      if (current?.list === list) current = null;
      root?.removeEventListener("focusin", onFocusIn);
      root?.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("focusin", onFocusElsewhere);
      document.removeEventListener("pointerdown", onFocusElsewhere);
    };

    function onFocusIn(event: FocusEvent): void {
      markFocus(event.target);
    }
    function markFocus(target: EventTarget | null): void {
      const id = target instanceof Node && root?.contains(target) ? rowOf(target) : null;
      if (id === null) return;
      current = { list, id };
      if (root) root.dataset.focused = "yes";
      if (list.marks.get().active !== id) {
        list.marks.set((before) => ({ ...before, active: id }));
      }
    }
    function onFocusElsewhere({ target }: Event): void {
      if (!(target instanceof Element) || root?.contains(target) || isWindow(target)) return;
      if (root) root.dataset.focused = "no";
      if (current?.list === list) current = null;
    }
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || isWindow(event.target)) return;
      if (moveFocus(list, event)) event.preventDefault();
    }
  }, [list]);
}

const isWindow = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('[role="dialog"],[role="menu"],[role="alertdialog"],[role="listbox"]') !== null;

const rowOf = (target: EventTarget | null): string | null =>
  target instanceof Element
    ? (target.closest("[data-row]")?.getAttribute("data-row") ?? null)
    : null;

/** Arrows, Home and End go through the rows; with Shift they select. */
function moveFocus(list: ListHandle, event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  if (event.key === "Escape" && list.marks.get().selected.size > 0) {
    clearSelection(list);
    return true;
  }
  const ids = list.ids();
  const at = ids.indexOf(list.marks.get().active ?? "");
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: ids.length - 1 }[event.key];
  // A key that is held is no command; through a list it goes on.
  const held = event.repeat ? { j: at + 1, k: at - 1 }[event.key] : undefined;
  const id = ids[to ?? held ?? -1];
  if (id === undefined) return to !== undefined;
  go(list, id, event.shiftKey);
  return true;
}

function go(list: ListHandle, id: string, isSelecting: boolean): void {
  if (isSelecting) selectRange(list, id);
  list.focusRow(id);
}

/** The list that keys are for: that with the focus, else the first one of the page. */
function lead(): ListHandle | undefined {
  if (current !== null) return current.list;
  return [...lists].sort((one, other) => {
    const [a, b] = [one.root(), other.root()];
    return a && b && a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1;
  })[0];
}

function step(by: 1 | -1, isSelecting = false): void {
  const list = lead();
  if (list === undefined) return;
  const ids = list.ids();
  const { active } = list.marks.get();
  const at = active === null ? -1 : ids.indexOf(active);
  // The first press goes to the row that Tab would lead to.
  const id = current === null ? (ids[at] ?? ids[0]) : (ids[at + by] ?? ids[at]);
  if (id !== undefined) go(list, id, isSelecting);
}

/** What a key acts on: the selection, else the row with the focus. */
function targets(list: ListHandle): TaskOut[] {
  const { selected } = list.marks.get();
  if (selected.size > 0) return tasksOf(list, selected);
  const task = current?.list === list ? list.task(current.id) : undefined;
  return task ? [task] : [];
}

/** Does it to what is meant; without a focused row, the list gets the focus first. */
function withTargets(act: (list: ListHandle, tasks: readonly TaskOut[]) => void): () => void {
  return () => {
    const list = lead();
    if (list === undefined) return;
    const tasks = targets(list);
    if (tasks.length > 0) act(list, tasks);
    else step(1);
  };
}

function tickAndGoOn(list: ListHandle, tasks: readonly TaskOut[]): void {
  const ids = list.ids();
  const [task] = tasks;
  list.tick(tasks);
  if (tasks.length !== 1 || task === undefined || task.completed) return;
  const at = ids.indexOf(task.id);
  const next = ids[at + 1] ?? ids[at - 1];
  if (next !== undefined) list.focusRow(next); // the same key again is for the next task
}

const pick = (kind: PickerKind): (() => void) =>
  withTargets((list, tasks) => list.openPicker(kind, tasks));

const moving = (by: 1 | -1): (() => void) =>
  withTargets((list, [task]) => {
    if (task) moveBy(list, task, by);
  });

/** What can be done in a list by keys, and in the palette. */
export const LIST_COMMANDS: readonly Command[] = [
  command("next", m.nextTask, "j", () => step(1), true),
  command("previous", m.previousTask, "k", () => step(-1), true),
  command("select-down", m.selectDown, "shift+j", () => step(1, true), true),
  command("select-up", m.selectUp, "shift+k", () => step(-1, true), true),
  command("done", m.completeTask, "e", withTargets(tickAndGoOn)),
  command(
    "select",
    m.selectRow,
    "x",
    withTargets((list, tasks) => {
      const id = current?.list === list ? current.id : tasks[0]?.id;
      if (id !== undefined) toggleSelected(list, id);
    }),
  ),
  command("due", m.setDue, "d", pick("due")),
  command("priority", m.setPriority, "p", pick("priority")),
  command("labels", m.setLabels, "l", pick("labels")),
  command("project", m.setProject, "m", pick("project")),
  command(
    "skip",
    m.skip,
    "s",
    withTargets((list, tasks) => {
      const recurring = tasks.filter((task) => task.recurrence !== null);
      if (recurring.length > 0) list.actions.skip(recurring);
    }),
  ),
  command(
    "delete",
    m.remove,
    "Delete",
    withTargets((list, tasks) => list.actions.remove(tasks)),
  ),
  command("up", m.moveUp, "alt+ArrowUp", moving(-1)),
  command("down", m.moveDown, "alt+ArrowDown", moving(1)),
  command(
    "top",
    m.moveToTop,
    undefined,
    withTargets((list, [task]) => task && moveToEnd(list, task, "top")),
  ),
  command(
    "bottom",
    m.moveToBottom,
    undefined,
    withTargets((list, [task]) => task && moveToEnd(list, task, "bottom")),
  ),
  command("undo", m.undoLast, "mod+z", undoLatest),
];

function command(
  id: string,
  title: string,
  keys: string | undefined,
  run: () => unknown,
  hidden = false,
): Command {
  return { id: `list.${id}`, title, group: "task", ...(keys ? { keys } : {}), run, hidden };
}
