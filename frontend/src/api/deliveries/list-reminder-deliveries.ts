import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

const WATCH_MS = 5000;

/** What became of a reminder; asked for again as long as a message of it is on its way. */
export function reminderDeliveriesOptions(reminderId: string) {
  return queryOptions({
    queryKey: ["deliveries", "reminder", reminderId],
    queryFn: ({ signal }) =>
      body(
        api.GET("/api/reminders/{reminder_id}/deliveries", {
          params: { path: { reminder_id: reminderId } },
          signal,
        }),
      ),
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.items.some((receipt) => receipt.state === "sending") ? WATCH_MS : false,
  });
}
