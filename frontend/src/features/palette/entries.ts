import { rank } from "./rank";
import type { Recent } from "./recent";

export type GroupName = "recent" | "go" | "do" | "project" | "label" | "filter" | "task" | "add";

/** Something that the palette offers. */
export interface Entry {
  /** `project:<id>`; the same thing has the same one each time. */
  readonly id: string;
  readonly title: string;
  readonly group: Exclude<GroupName, "recent">;
  /** Beside the title: when a task is due. */
  readonly hint?: string | undefined;
  readonly keys?: string | undefined;
  readonly run: () => void;
}

export interface Group {
  readonly name: GroupName;
  readonly entries: readonly Entry[];
}

const MOST_IN_GROUP = 6;
const RECENT_BONUS = 0.04;

/**
 * Groups of what fits, the group with the best fit first.
 *
 * Before anything is typed: what was used last, then where to go and what to do. Tasks were found by
 * the server, which knows better what fits, so that they keep their order behind the other groups.
 */
export function groupsOf(
  typed: string,
  entries: readonly Entry[],
  tasks: readonly Entry[],
  recents: readonly Recent[],
): Group[] {
  if (typed.trim() === "") return atFirst(entries, recents);
  const isRecent = new Set(recents.map((each) => each.id));
  const fitting = entries
    .map((entry) => ({ entry, fit: fitOf(typed, entry, isRecent) }))
    .filter(({ fit }) => fit > 0)
    .sort((one, other) => other.fit - one.fit);
  const names = [...new Set(fitting.map(({ entry }) => entry.group))];
  const groups = names.map((name) => ({
    name,
    entries: fitting.filter(({ entry }) => entry.group === name).map(({ entry }) => entry),
  }));
  return [...groups, { name: "task" as const, entries: tasks }]
    .map((group) => ({ ...group, entries: group.entries.slice(0, MOST_IN_GROUP) }))
    .filter((group) => group.entries.length > 0);
}

function fitOf(typed: string, entry: Entry, isRecent: ReadonlySet<string>): number {
  const fit = rank(typed, entry.title);
  return fit > 0 && isRecent.has(entry.id) ? fit + RECENT_BONUS : fit;
}

function atFirst(entries: readonly Entry[], recents: readonly Recent[]): Group[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const recent = recents.flatMap(({ id }) => byId.get(id) ?? []);
  const isThere = new Set(recent.map((entry) => entry.id));
  const others = (["go", "do"] as const).map((name) => ({
    name,
    entries: entries.filter(({ id, group }) => group === name && !isThere.has(id)),
  }));
  return [{ name: "recent" as const, entries: recent }, ...others].filter(
    (group) => group.entries.length > 0,
  );
}
