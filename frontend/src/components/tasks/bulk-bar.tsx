import {
  CalendarDays,
  CircleCheck,
  Flag,
  Folder,
  ListChecks,
  MoreHorizontal,
  Tag,
  X,
} from "lucide-react";
import { type MouseEvent, type ReactNode, useEffect, useMemo } from "react";
import { Menu } from "@/components/ui/menu";
import { type Command, useCommands } from "@/lib/commands";
import { useStore } from "@/lib/store";
import { m } from "@/messages/picker";
import { m as words } from "@/messages/tasks";
import { bulkProgress } from "./bulk-stores";
import {
  clearSelection,
  type ListHandle,
  type Marks,
  type PickerKind,
  tasksOf,
  useMark,
} from "./list-state";
import { openWindow } from "./list-windows";
import { DayItems, EndItems } from "./menu-items";

const selectedOf = (marks: Marks): ReadonlySet<string> => marks.selected;

/** What can be done to the selected tasks, at the foot of the page. */
export function BulkBar({ list }: { readonly list: ListHandle }) {
  const selected = useMark(list, selectedOf);
  const progress = useStore(bulkProgress);
  const tasks = tasksOf(list, selected);
  const clear = (): void => {
    const { active } = list.marks.get();
    clearSelection(list);
    if (active !== null) list.focusRow(active);
  };
  useRoomForToasts();
  useCommands(useEscape(list));
  const pick = (kind: PickerKind) => (event: MouseEvent<HTMLElement>) =>
    openWindow(list, kind, tasks, event.currentTarget);
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-40 flex justify-center px-3 md:bottom-5 md:pl-60">
      <div
        role="toolbar"
        aria-label={m.selection}
        className="pointer-events-auto flex max-w-full animate-rise items-center gap-0.5 overflow-x-auto rounded-xl border border-line bg-raised p-1.5 shadow-float"
      >
        <Deed label={m.clearSelection} onClick={clear}>
          <X aria-hidden size={18} />
        </Deed>
        <p role="status" className="pr-2.5 pl-1 font-medium whitespace-nowrap tabular-nums">
          {progress ? m.progress(progress.done, progress.of) : m.selected(tasks.length)}
        </p>
        {progress ? <progress className="w-24" value={progress.done} max={progress.of} /> : null}
        <Deed label={words.completeTask} onClick={() => list.tick(tasks)}>
          <CircleCheck aria-hidden size={18} />
        </Deed>
        <Deed label={words.setDue} onClick={pick("due")}>
          <CalendarDays aria-hidden size={18} />
        </Deed>
        <Deed label={words.setPriority} onClick={pick("priority")}>
          <Flag aria-hidden size={18} />
        </Deed>
        <Deed label={words.setLabels} onClick={pick("labels")}>
          <Tag aria-hidden size={18} />
        </Deed>
        <Deed label={words.setProject} onClick={pick("project")}>
          <Folder aria-hidden size={18} />
        </Deed>
        <Menu
          trigger={
            <button type="button" aria-label={m.selection} title={m.selection} className={DEED}>
              <MoreHorizontal aria-hidden size={18} />
            </button>
          }
        >
          <DayItems tasks={tasks} actions={list.actions} />
          <EndItems tasks={tasks} actions={list.actions} />
        </Menu>
        <Deed label={m.selectAll} onClick={() => selectAll(list)}>
          <ListChecks aria-hidden size={18} />
        </Deed>
      </div>
    </div>
  );
}

const DEED =
  "flex size-9 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-text " +
  "pointer-coarse:size-11";

function Deed({
  label,
  onClick,
  children,
}: {
  readonly label: string;
  readonly onClick: (event: MouseEvent<HTMLElement>) => void;
  readonly children: ReactNode;
}) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick} className={DEED}>
      {children}
    </button>
  );
}

function selectAll(list: ListHandle): void {
  list.marks.set((before) => ({ ...before, selected: new Set(list.ids()) }));
}

/** What is said of a deed stands above the bar, not on it. */
function useRoomForToasts(): void {
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty("--bar", "3.75rem");
    return () => {
      style.removeProperty("--bar");
    };
  }, []);
}

function useEscape(list: ListHandle): readonly Command[] {
  return useMemo(
    () => [
      {
        id: "list.clear",
        title: m.clearSelection,
        group: "task",
        keys: "Escape",
        run: () => clearSelection(list),
      },
    ],
    [list],
  );
}
