import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { from, nextOf } from "../cursors";

const PAGE = 100;

export const SUBJECTS = ["user", "task", "reminder", "event"] as const;
export type Subject = (typeof SUBJECTS)[number];

/** What happened to somebody or something: the newest page first, each page oldest first. */
export function timelineOptions(subject: Subject, id: string) {
  return infiniteQueryOptions({
    queryKey: ["ops", "timeline", subject, id],
    queryFn: ({ pageParam, signal }) =>
      body(
        api.GET("/api/ops/timeline", {
          params: {
            query: {
              [subject]: id,
              limit: PAGE,
              ...from(pageParam),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: nextOf,
    staleTime: 0,
  });
}
