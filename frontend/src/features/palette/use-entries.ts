import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { filtersOptions } from "@/api/filters/list-filters";
import { labelsOptions } from "@/api/labels/list-labels";
import { useMe } from "@/api/me/get-me";
import { projectsOptions } from "@/api/projects/list-projects";
import { searchOptions } from "@/api/tasks/search-tasks";
import { type Command, useAllCommands } from "@/lib/commands";
import { sayDue } from "@/lib/time";
import { useDebounced } from "@/lib/use-debounced";
import { useNow } from "@/lib/use-now";
import type { Entry } from "./entries";
import type { Recent } from "./recent";

/** How the page goes somewhere; what it has no page for is not offered. */
export interface Goals {
  readonly task: (id: string) => void;
  readonly project?: ((id: string) => void) | undefined;
  readonly label?: ((id: string) => void) | undefined;
  readonly filter?: ((id: string) => void) | undefined;
}

const PAUSE_MS = 80;

/** What can be done and where one can go. */
export function useEntries(goals: Goals): Entry[] {
  const commands = useAllCommands();
  const { data: projects } = useQuery({ ...projectsOptions(), enabled: Boolean(goals.project) });
  const { data: labels } = useQuery({ ...labelsOptions(), enabled: Boolean(goals.label) });
  const { data: filters } = useQuery({ ...filtersOptions(), enabled: Boolean(goals.filter) });
  return [
    ...commands.filter((command) => !command.hidden && command.id !== "palette").map(ofCommand),
    ...places("project", projects, goals.project),
    ...places("filter", filters, goals.filter),
    ...places("label", labels, goals.label),
  ];
}

const ofCommand = ({ id, title, group, keys, run }: Command): Entry => ({
  id: `command:${id}`,
  title,
  group: group === "go" ? "go" : "do",
  keys,
  run,
});

function places(
  group: "project" | "filter" | "label",
  items: readonly { readonly id: string; readonly name: string }[] = [],
  go?: (id: string) => void,
): Entry[] {
  if (go === undefined) return [];
  return items.map(({ id, name }) => ({
    id: `${group}:${id}`,
    title: name,
    group,
    run: () => go(id),
  }));
}

/** Tasks that fit the words, as the server finds them. */
export function useFoundTasks(typed: string, goals: Goals): { tasks: Entry[]; isFailed: boolean } {
  const words = useDebounced(typed.trim(), PAUSE_MS);
  const me = useMe();
  const now = useNow();
  const found = useQuery({
    ...searchOptions(words),
    enabled: words !== "",
    placeholderData: keepPreviousData,
  });
  const tasks = typed.trim() === "" ? [] : (found.data ?? []);
  return {
    isFailed: found.isError,
    tasks: tasks.map((task) => ({
      id: `task:${task.id}`,
      title: task.title,
      group: "task",
      hint: task.due ? sayDue(task.due, now, me) : undefined,
      run: () => goals.task(task.id),
    })),
  };
}

/** Tasks that were opened from here before. */
export const recentTasks = (recents: readonly Recent[], goals: Goals): Entry[] =>
  recents
    .filter(({ id }) => id.startsWith("task:"))
    .map(({ id, title }) => ({
      id,
      title,
      group: "task",
      run: () => goals.task(id.slice("task:".length)),
    }));
