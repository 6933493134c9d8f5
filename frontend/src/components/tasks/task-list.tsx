import { useQuery, useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useMe } from "@/api/me/get-me";
import { projectsOptions } from "@/api/projects/list-projects";
import type { TaskOut } from "@/api/schema.gen";
import type { TaskListQuery } from "@/api/tasks/keys";
import { taskListOptions } from "@/api/tasks/list-tasks";
import { dayIn, wallTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "@/messages/tasks";
import { type Grouping, groupsOf } from "./groups";
import { ListEngine } from "./list-engine";
import { ListFoot } from "./list-foot";
import { ListProvider, type Marks, useMark } from "./list-state";
import { Rows, type RowsProps } from "./rows";
import { isOpenOnly, rowsOf } from "./shown";
import { useFocusedRowStays, useSteady } from "./steady";
import { useListController } from "./use-list-controller";

export interface TaskListProps {
  readonly query: TaskListQuery;
  /** What the list is called, for screen readers. */
  readonly label: string;
  /** Shown when there is no task. */
  readonly empty: ReactNode;
  /** Shown instead when there were tasks a moment ago. */
  readonly allDone?: ReactNode;
  /**
   * Whether a task is still in the list, as far as that can be told here: what was moved away is
   * gone at once, before the server has said so. What the list shows is open if its query says so.
   */
  readonly belongs?: (task: TaskOut) => boolean;
  /** Headings between the tasks; keep the object the same. */
  readonly grouping?: Grouping;
  /** The order is the user's own (`sort: "manual"`): rows can be moved. */
  readonly manual?: boolean;
  /** Rows say which project they are in. */
  readonly showProject?: boolean;
}

const always = (): boolean => true;

/**
 * The tasks of a list, or what to show when there are none.
 *
 * It pages by scrolling, draws only what is in view when it is long, and brings keys, selection,
 * menus and undo with it.
 */
export function TaskList(props: TaskListProps) {
  const query = useSame(props.query);
  const { label, empty, allDone, grouping, manual = false, showProject = false } = props;
  const listed = useSuspenseInfiniteQuery(taskListOptions(query));
  const { list, root, setRows } = useListController(manual);
  const leaving = useMark(list, leavingOf);
  const tasks = useSteady(listed.data, list);
  const belongs = useBelongs(query, props.belongs ?? always);
  const rows = useMemo(() => rowsOf(tasks, belongs, leaving), [tasks, belongs, leaving]);
  const groups = useMemo(() => groupsOf(rows, grouping), [rows, grouping]);
  const shown = useMemo(() => groups.flatMap((group) => group.tasks), [groups]);
  const fresh = useFresh(shown);
  const common = useRowContext(showProject);
  const [hadRows, setHadRows] = useState(false);
  if (rows.length > 0 && !hadRows) setHadRows(true);
  const hint = useId();
  useLayoutEffect(() => setRows(shown), [shown, setRows]);
  useFocusedRowStays(list, fresh.size > 0);

  const isEmpty = rows.length === 0 && !listed.hasNextPage;
  return (
    <ListProvider value={list}>
      <div ref={root} tabIndex={-1} className="outline-none" data-task-list="">
        {isEmpty ? (hadRows && allDone ? allDone : empty) : null}
        <p id={hint} className="sr-only">
          {m.listHint}
        </p>
        {groups.map(({ key, tasks }) => (
          <Rows
            key={key}
            {...common}
            tasks={tasks}
            label={label}
            hint={hint}
            heading={grouping?.heading(key, tasks)}
            fresh={fresh}
            isLong={rows.length > LONG}
            isWhole={!listed.hasNextPage}
          />
        ))}
        {listed.hasNextPage ? (
          <ListFoot
            isFetching={listed.isFetchingNextPage}
            error={listed.isFetchNextPageError ? listed.error : null}
            onMore={listed.fetchNextPage}
          />
        ) : null}
        <ListEngine list={list} query={query} />
      </div>
    </ListProvider>
  );
}

/** From so many rows on, only those in view are drawn. */
const LONG = 200;

/** The same object as long as it says the same. */
function useSame(query: TaskListQuery): TaskListQuery {
  const [same, setSame] = useState(query);
  if (same === query || JSON.stringify(same) === JSON.stringify(query)) return same;
  setSame(query);
  return query;
}

const leavingOf = (marks: Marks): Marks["leaving"] => marks.leaving;

function useBelongs(
  query: TaskListQuery,
  more: (task: TaskOut) => boolean,
): (task: TaskOut) => boolean {
  const openOnly = isOpenOnly(query);
  return useMemo(
    () => (openOnly ? (task) => !task.completed && more(task) : more),
    [openOnly, more],
  );
}

const NONE: ReadonlySet<string> = new Set();

/** The tasks that were not there before: they fade in. */
function useFresh(tasks: readonly TaskOut[]): ReadonlySet<string> {
  const before = useRef<readonly TaskOut[] | null>(null);
  const fresh = useMemo(() => {
    if (before.current === null) return NONE;
    const known = new Set(before.current.map((task) => task.id));
    return new Set(tasks.map((task) => task.id).filter((id) => !known.has(id)));
  }, [tasks]);
  useLayoutEffect(() => {
    before.current = tasks;
  }, [tasks]);
  return fresh;
}

/** What all rows need alike; it changes at midnight and, for what is due by the minute, now and then. */
function useRowContext(
  showProject: boolean,
): Pick<RowsProps, "today" | "nowWall" | "nowAt" | "clockwork" | "projects"> {
  const me = useMe();
  const now = useNow();
  const { data } = useQuery({ ...projectsOptions(), enabled: showProject });
  const projects = useMemo(
    () => new Map(showProject ? data?.map((project) => [project.id, project]) : []),
    [data, showProject],
  );
  return {
    clockwork: me,
    projects,
    today: dayIn(now, me.zone),
    nowWall: wallTime(now, me.zone),
    nowAt: now,
  };
}
