import { queryOptions, useMutation } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { rereading } from "../rereading";
import type { RedriveIn, RedriveOneIn, SelectionIn } from "../schema.gen";
import { useRefreshLetters } from "./redrives";

/** More than this no order moves or discards at once. */
export const MOST_AT_ONCE = 20_000;

/** What an order would come to; nothing is changed. Counted anew each time it is looked at. */
export function previewOptions(selection: SelectionIn, forced: boolean) {
  return queryOptions({
    queryKey: ["ops", "preview", selection, forced],
    queryFn: ({ signal }) =>
      body(
        api.POST("/api/ops/dlq/redrive", {
          params: { header: changing() },
          body: { selection, forced, dry_run: true, reason: "", rate_per_second: 50 },
          signal,
        }),
      ).then((answer) => answer.preview),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Has dead letters handled once more. */
export function useRedrive() {
  return useMutation({
    mutationFn: (order: RedriveIn) =>
      body(api.POST("/api/ops/dlq/redrive", { params: { header: changing() }, body: order })),
    onSettled: rereading(useRefreshLetters()),
  });
}

/** Has one handled once more, with another value. */
export function useRedriveEdited(letter_id: string) {
  return useMutation({
    mutationFn: (order: RedriveOneIn) =>
      body(
        api.POST("/api/ops/dlq/{letter_id}/redrive", {
          params: { path: { letter_id }, header: changing() },
          body: order,
        }),
      ),
    onSettled: rereading(useRefreshLetters()),
  });
}

interface Discard {
  readonly selection: SelectionIn;
  readonly reason: string;
  readonly expected_count: number;
}

/** Closes dead letters for good. */
export function useDiscard() {
  return useMutation({
    mutationFn: (order: Discard) =>
      body(
        api.POST("/api/ops/dlq/discard", {
          params: { header: changing() },
          body: { ...order, dry_run: false },
        }),
      ),
    onSettled: rereading(useRefreshLetters()),
  });
}
