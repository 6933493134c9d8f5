import type { QueryClient } from "@tanstack/react-query";
import { taskKeys } from "../tasks/keys";

/** Reminders of a task, and what became of them, are asked for anew. */
export async function refreshReminders(client: QueryClient, taskId: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: taskKeys.detail(taskId) }),
    client.invalidateQueries({ queryKey: ["tasks", "schedule", taskId] }),
    client.invalidateQueries({ queryKey: ["deliveries"] }),
  ]);
}
