import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import { refreshReminders } from "./refresh-reminders";

/** A reminder that was put off goes on where it was. */
export function useTakeBackSnooze(taskId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      body(
        api.DELETE("/api/reminders/{reminder_id}/snooze", {
          params: { path: { reminder_id: id } },
        }),
      ),
    onSuccess: () => refreshReminders(client, taskId),
  });
}
