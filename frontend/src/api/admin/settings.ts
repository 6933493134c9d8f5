import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";

/** The settings of the API process as they are in effect; secrets are not shown. */
export function effectiveSettingsOptions() {
  return queryOptions({
    queryKey: ["admin", "settings"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/admin/settings", { signal })).then((answer) => answer.items),
    staleTime: 0,
  });
}
