import { useEffect, useLayoutEffect } from "react";
import type { TaskListQuery } from "@/api/tasks/keys";
import { useCommands } from "@/lib/commands";
import { LIST_COMMANDS, useListKeys } from "./list-keys";
import type { ListHandle } from "./list-state";
import { ListWindows, openWindow } from "./list-windows";
import { forgetLeaving, tick } from "./tick";
import { useFreshInView } from "./use-fresh-in-view";
import { useTaskActions } from "./use-task-actions";

/** What a list does, beside being drawn: verbs, keys, and staying fresh. */
export function ListEngine({
  list,
  query,
}: {
  readonly list: ListHandle;
  readonly query: TaskListQuery;
}) {
  const actions = useTaskActions();
  useLayoutEffect(() => list.start({ actions, tick, openWindow }), [list, actions]);
  useListKeys(list);
  useCommands(LIST_COMMANDS);
  useFreshInView(query, list);
  useEffect(() => () => forgetLeaving(list.marks), [list]);
  return <ListWindows list={list} />;
}
