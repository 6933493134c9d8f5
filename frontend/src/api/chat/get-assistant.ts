import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { chatKeys } from "./keys";

/** Who answers, and how many tokens are left; an error where there is no assistant. */
export function assistantOptions() {
  return queryOptions({
    queryKey: chatKeys.assistant,
    queryFn: ({ signal }) => body(api.GET("/api/chat", { signal })),
    staleTime: 300_000,
  });
}
