import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import type { ChangedTaskOut, TaskChange, TaskOut } from "../schema.gen";
import { settleTasks } from "./cache";
import { inLine, madeVersion } from "./turns";

export type Scope = "this" | "following" | "all";

export interface SeriesChange {
  readonly task: TaskOut;
  readonly fields: TaskChange;
  readonly scope: Scope;
}

/** Changes this occurrence, this and the following ones, or all that are open (docs/series.md). */
export function changeSeries({ task, fields, scope }: SeriesChange): Promise<ChangedTaskOut> {
  return body(
    api.PATCH("/api/tasks/{task_id}/series", {
      params: {
        path: { task_id: task.id },
        query: { scope },
        header: { "if-match": `"${task.version}"` },
      },
      body: fields,
    }),
  );
}

/** Changes a series; what it moves is known when the server has answered. */
export function useChangeSeries() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ task, ...change }: SeriesChange) =>
      inLine(task.id, () => {
        const version = Math.max(task.version, madeVersion(task.id));
        return changeSeries({ ...change, task: { ...task, version } });
      }),
    onSuccess: (answer) => settleTasks(client, [answer]),
  });
}
