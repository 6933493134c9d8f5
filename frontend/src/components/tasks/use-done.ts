import { useCallback } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { useTaskActions } from "./use-task-actions";

/** Marks a task as done, and says so with a way back; of a series also when it comes again. */
export function useDone(): (task: TaskOut) => void {
  const { complete } = useTaskActions();
  return useCallback((task) => complete([task]), [complete]);
}
