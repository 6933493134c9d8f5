import { CalendarDays, Check, MoreHorizontal } from "lucide-react";
import { lazy, type MouseEvent, memo, Suspense, useState } from "react";
import type { ProjectOut, TaskOut } from "@/api/schema.gen";
import { cn } from "@/lib/cn";
import type { Clockwork, Day } from "@/lib/time";
import { m } from "@/messages/tasks";
import { clipped } from "./clipped";
import {
  type ListHandle,
  type Marks,
  selectRange,
  toggleSelected,
  useListHandle,
  useMark,
} from "./list-state";
import { RINGS } from "./rings";
import { RowDetails } from "./row-details";

// Menus bring code that places them, which no list waits for.
const RowMenu = lazy(() => import("./row-menu").then((module) => ({ default: module.RowMenu })));

export interface TaskRowProps {
  readonly task: TaskOut;
  readonly today: Day;
  readonly isLate: boolean;
  readonly clockwork: Clockwork;
  /** Where it is, in views that mix projects. */
  readonly project?: Pick<ProjectOut, "name" | "color"> | undefined;
  /** The day stands in the heading above: the row says the time alone. */
  readonly timeOnly?: boolean;
}

/**
 * One task of a list: a box to tick, its title, when it is due, and what else can be done.
 *
 * It is drawn anew only when something of it changes. Tab leads to one row of the list, arrows to
 * the others.
 */
export const TaskRow = memo(function TaskRow(props: TaskRowProps) {
  const { task } = props;
  const list = useListHandle();
  const { id } = task;
  const isActive = useMark(list, (marks) => marks.active === id);
  const isSelected = useMark(list, (marks) => marks.selected.has(id));
  const isSelecting = useMark(list, hasSelection);
  const isLeaving = useMark(list, (marks) => marks.leaving.has(id));
  const tabIndex = isActive ? 0 : -1;
  return (
    <div
      className={cn(
        "group relative flex items-start gap-3 rounded-lg py-2.5 pr-1",
        "hover:bg-hover/60 has-[a:focus-visible]:bg-hover/60 md:-mx-2 md:px-2",
        isSelected && "bg-accent-soft hover:bg-accent-soft has-[a:focus-visible]:bg-accent-soft",
        isLeaving && "animate-leave",
      )}
    >
      <Tick task={task} tabIndex={tabIndex} />
      <div className="min-w-0 grow">
        <TitleLink task={task} list={list} tabIndex={tabIndex} />
        <RowDetails {...props} />
      </div>
      {isSelecting ? (
        <SelectBox task={task} isSelected={isSelected} tabIndex={tabIndex} list={list} />
      ) : (
        <RowActions task={task} tabIndex={tabIndex} list={list} />
      )}
    </div>
  );
});

const hasSelection = (marks: Marks): boolean => marks.selected.size > 0;

interface PartProps {
  readonly task: TaskOut;
  readonly list: ListHandle;
  readonly tabIndex: number;
}

function TitleLink({ task, list, tabIndex }: PartProps) {
  const onClick = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.button !== 0) return; // the browser's new tab
    event.preventDefault();
    if (!event.shiftKey) list.openTask(task.id);
    else {
      selectRange(list, task.id);
      list.focusRow(task.id);
    }
  };
  // The range begins at the row that has the focus: it would be lost before the click.
  const keepFocus = (event: MouseEvent): void => {
    if (event.shiftKey) event.preventDefault();
  };
  return (
    <a
      href={`?task=${task.id}`}
      data-title=""
      dir="auto"
      draggable={false}
      tabIndex={tabIndex}
      onMouseDown={keepFocus}
      onClick={onClick}
      className={cn(
        "line-clamp-2 scroll-my-24 text-left [overflow-wrap:anywhere] after:absolute after:inset-0 after:rounded-lg",
        "outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent",
        task.completed && "text-muted line-through decoration-muted/60",
      )}
    >
      {clipped(task.title)}
    </a>
  );
}

function Tick({ task, tabIndex }: Omit<PartProps, "list">) {
  const list = useListHandle();
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={task.completed}
      aria-label={m.complete(clipped(task.title))}
      tabIndex={tabIndex}
      onClick={() => list.tick([task])}
      className={cn(
        "relative z-10 mt-0.5 flex size-5 shrink-0 items-center justify-center rounded-full border-2 transition-colors",
        "after:absolute after:-inset-2.5 pointer-coarse:after:-inset-3",
        RINGS[task.priority],
        task.completed && "animate-tick border-success bg-success text-canvas",
      )}
    >
      <Check
        aria-hidden
        size={13}
        strokeWidth={3.5}
        className={task.completed ? "" : "opacity-0 group-hover:opacity-40"}
      />
    </button>
  );
}

const ACTION =
  "flex size-7 items-center justify-center rounded-md text-muted hover:bg-line/70 hover:text-text " +
  "pointer-coarse:size-11 pointer-coarse:-my-2.5";

function RowActions({ task, tabIndex, list }: PartProps) {
  const [hasMenu, setHasMenu] = useState(false);
  const title = clipped(task.title);
  const more = (
    <button
      type="button"
      aria-label={m.more(title)}
      aria-haspopup="menu"
      tabIndex={tabIndex}
      onClick={() => setHasMenu(true)}
      className={cn(ACTION, "data-[state=open]:bg-line/70 data-[state=open]:text-text")}
    >
      <MoreHorizontal aria-hidden size={17} />
    </button>
  );
  return (
    <div className="relative z-10 -my-0.5 flex shrink-0 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-state=open]]:opacity-100 pointer-coarse:opacity-100">
      <button
        type="button"
        aria-label={m.dueOf(title)}
        aria-haspopup="dialog"
        tabIndex={tabIndex}
        onClick={() => list.openPicker("due", [task])}
        className={cn(ACTION, "pointer-coarse:hidden")}
      >
        <CalendarDays aria-hidden size={16} />
      </button>
      {hasMenu ? (
        <Suspense fallback={more}>
          <RowMenu task={task} list={list} trigger={more} />
        </Suspense>
      ) : (
        more
      )}
    </div>
  );
}

function SelectBox({
  task,
  isSelected,
  tabIndex,
  list,
}: PartProps & { readonly isSelected: boolean }) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isSelected}
      aria-label={m.selectTask(clipped(task.title))}
      tabIndex={tabIndex}
      onClick={(event) =>
        event.shiftKey ? selectRange(list, task.id) : toggleSelected(list, task.id)
      }
      className={cn(
        "relative z-10 mt-0.5 mr-1 flex size-5 shrink-0 items-center justify-center rounded-md border-2 border-line-strong",
        "after:absolute after:-inset-2.5",
        isSelected && "border-accent bg-accent text-on-accent",
      )}
    >
      {isSelected ? <Check aria-hidden size={13} strokeWidth={3.5} /> : null}
    </button>
  );
}
