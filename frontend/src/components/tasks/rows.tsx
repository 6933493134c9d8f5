import { lazy, Suspense, useId, useMemo } from "react";
import type { ProjectOut, TaskOut } from "@/api/schema.gen";
import { cn } from "@/lib/cn";
import type { Clockwork, Day } from "@/lib/time";
import type { GroupHeading } from "./groups";
import { ListItem } from "./list-item";
import { useListHandle } from "./list-state";
import { TaskRow } from "./task-row";

// Few lists are so long that they need it.
const WindowedRows = lazy(() =>
  import("./windowed-rows").then((module) => ({ default: module.WindowedRows })),
);

// Dragging is code that no list waits for, either: until it is there, rows just cannot be dragged.
const SortableScope = lazy(() =>
  import("./sortable-scope").then((module) => ({ default: module.SortableScope })),
);

export interface RowsProps {
  readonly tasks: readonly TaskOut[];
  readonly label: string;
  /** Id of what tells of the keys. */
  readonly hint: string;
  readonly heading: GroupHeading | undefined;
  readonly fresh: ReadonlySet<string>;
  /** The whole list is long: groups of some length draw only what is in view. */
  readonly isLong: boolean;
  /** All of it is loaded. */
  readonly isWhole: boolean;
  readonly today: Day;
  readonly nowWall: string;
  readonly nowAt: number;
  readonly clockwork: Clockwork;
  readonly projects: ReadonlyMap<string, ProjectOut>;
}

/** What each item of a list has, drawn in a window or not. */
export const ITEM = "border-b border-line";

const SHORT_GROUP = 30;
/** Drawn until the code for long lists is there. */
const MOST_PLAIN = 200;

/** The rows of a list, or of one group of it with its heading. */
export function Rows(props: RowsProps) {
  const { heading, tasks, label, hint, isLong } = props;
  const headingId = useId();
  const naming = heading ? { "aria-labelledby": headingId } : { "aria-label": label };
  const list = { ...naming, "aria-describedby": hint };
  const plain = <PlainRows {...props} list={list} />;
  const { isManual } = useListHandle();
  const ids = useMemo(() => tasks.map((task) => task.id), [tasks]);
  const rows =
    isLong && tasks.length > SHORT_GROUP ? (
      <Suspense fallback={<PlainRows {...props} tasks={tasks.slice(0, MOST_PLAIN)} list={list} />}>
        <WindowedRows {...props} list={list} />
      </Suspense>
    ) : (
      plain
    );
  const body = isManual ? (
    <Suspense fallback={rows}>
      <SortableScope ids={ids}>{rows}</SortableScope>
    </Suspense>
  ) : (
    rows
  );
  if (heading === undefined) return body;
  return (
    <section aria-labelledby={headingId} className="mb-6">
      <div className="sticky top-0 z-20 flex min-h-10 items-center gap-2 border-b border-line bg-canvas/95 py-1 backdrop-blur-sm">
        <h2 id={headingId} className="flex items-baseline gap-2 font-semibold">
          {heading.title}
          {heading.note ? (
            <span className="text-sm font-normal text-muted">{heading.note}</span>
          ) : null}
        </h2>
        <div className="ml-auto flex items-center gap-1">{heading.actions}</div>
      </div>
      {body}
    </section>
  );
}

/** What the list element itself has. */
export interface ListNaming {
  readonly "aria-label"?: string;
  readonly "aria-labelledby"?: string;
  readonly "aria-describedby": string;
}

function PlainRows(props: RowsProps & { readonly list: ListNaming }) {
  const { tasks, fresh, list } = props;
  return (
    <ul {...list} className="[overflow-anchor:none]">
      {tasks.map((task) => (
        <ListItem
          key={task.id}
          id={task.id}
          className={cn(ITEM, fresh.has(task.id) && "animate-fade")}
        >
          <Row {...props} task={task} />
        </ListItem>
      ))}
    </ul>
  );
}

/** One row, with what it needs of the list worked out, so that it is drawn only if that changed. */
export function Row(props: RowsProps & { readonly task: TaskOut }) {
  const { task, today, clockwork, projects, heading } = props;
  return (
    <TaskRow
      task={task}
      today={today}
      isLate={isLate(task, props)}
      clockwork={clockwork}
      project={task.project_id === null ? undefined : projects.get(task.project_id)}
      timeOnly={heading?.isDay === true}
    />
  );
}

function isLate(
  { due, completed }: TaskOut,
  { nowWall, nowAt, today }: Pick<RowsProps, "nowWall" | "nowAt" | "today">,
): boolean {
  if (due === null || completed) return false;
  if (due.at) return Date.parse(due.at) < nowAt;
  return due.datetime_local ? due.datetime_local < nowWall : (due.date ?? "9999") < today;
}
