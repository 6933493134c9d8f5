import type { ReactNode } from "react";
import type { TaskOut } from "@/api/schema.gen";

/** How a list is divided: each group has a heading, and groups stand in the order of their keys. */
export interface Grouping {
  readonly keyOf: (task: TaskOut) => string;
  readonly heading: (key: string, tasks: readonly TaskOut[]) => GroupHeading;
}

export interface GroupHeading {
  readonly title: string;
  readonly note?: string;
  readonly actions?: ReactNode;
  /** Rows say the time alone: the day stands in the heading. */
  readonly isDay?: boolean;
}

export interface Group {
  readonly key: string;
  readonly tasks: readonly TaskOut[];
}

/** The tasks by their groups; all of them in one without a grouping. */
export function groupsOf(tasks: readonly TaskOut[], grouping: Grouping | undefined): Group[] {
  if (grouping === undefined) return [{ key: "", tasks }];
  const groups = new Map<string, TaskOut[]>();
  for (const task of tasks) {
    const key = grouping.keyOf(task);
    const group = groups.get(key);
    if (group) group.push(task);
    else groups.set(key, [task]);
  }
  return [...groups]
    .map(([key, ofKey]) => ({ key, tasks: ofKey }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}
