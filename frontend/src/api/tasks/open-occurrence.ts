import { api, body } from "../client";
import type { OccurrenceOut } from "../schema.gen";

/** The open occurrence of the task's series; null if there is none. */
export async function openOccurrence(taskId: string): Promise<OccurrenceOut | null> {
  const page = await body(
    api.GET("/api/tasks/{task_id}/occurrences", {
      params: { path: { task_id: taskId }, query: { status: "open", limit: 1 } },
    }),
  );
  return page.items[0] ?? null;
}
