import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import type { SnoozeIn } from "../schema.gen";
import { refreshReminders } from "./refresh-reminders";

/** Puts a reminder off; the task does not move. */
export function useSnoozeReminder(taskId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, until }: { readonly id: string; readonly until: SnoozeIn }) =>
      body(
        api.POST("/api/reminders/{reminder_id}/snooze", {
          params: { path: { reminder_id: id }, header: changing() },
          body: until,
        }),
      ),
    onSuccess: () => refreshReminders(client, taskId),
  });
}
