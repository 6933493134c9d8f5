import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import type { TaskCreate, TaskOut } from "../schema.gen";
import { refreshLists } from "./cache";
import { type Keys, once } from "./create-once";

/** Makes a task; `key` makes it once however often it is sent. */
export function createTask(task: TaskCreate, key: string): Promise<TaskOut> {
  const header = { "Idempotency-Key": key };
  return body(api.POST("/api/tasks", { body: task, params: { header } }));
}

const keys: Keys = new Map();

/** Makes a task, once although it is sent again for want of an answer, and lists show it. */
export function useCreateTask() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (task: TaskCreate) => once(keys, task, createTask),
    onSuccess: () => refreshLists(client),
  });
}
