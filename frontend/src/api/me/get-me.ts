import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api, body } from "../client";
import type { MeOut } from "../schema.gen";

/** The account that is signed in. */
export function meOptions() {
  return queryOptions({
    queryKey: ["me"],
    queryFn: ({ signal }) => body(api.GET("/api/me", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The account that is signed in; it was loaded before any page of it is shown. */
export function useMe(): MeOut {
  return useSuspenseQuery(meOptions()).data;
}
