import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { TaskCreate, TaskOut } from "../schema.gen";
import { refreshLists } from "./cache";

/** Makes a task; `key` makes it once however often it is sent. */
export function createTask(task: TaskCreate, key?: string): Promise<TaskOut> {
  const headers = key === undefined ? changing() : { "Idempotency-Key": key };
  return body(api.POST("/api/tasks", { body: task, params: { header: headers } }));
}

/** Makes a task, and lists show it. */
export function useCreateTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (task: TaskCreate) => createTask(task),
    onSuccess: () => refreshLists(client),
  });
}
