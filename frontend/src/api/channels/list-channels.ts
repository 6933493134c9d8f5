import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** Where reminders can go besides the mail. */
export function channelsOptions() {
  return queryOptions({
    queryKey: ["channels"],
    queryFn: ({ signal }) => body(api.GET("/api/channels", { signal })),
  });
}
