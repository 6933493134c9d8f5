import { queryOptions } from "@tanstack/react-query";
import { body, publicApi } from "../client";

/** Where people may sign in from elsewhere (OpenID Connect). */
export function providersOptions() {
  return queryOptions({
    queryKey: ["providers"],
    queryFn: ({ signal }) =>
      body(publicApi.GET("/api/auth/providers", { signal })).then((answer) => answer.items),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
