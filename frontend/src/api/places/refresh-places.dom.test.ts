import { MutationObserver, QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import { refreshPlaces } from "./refresh-places";

/** A client that shows these lists, and how often each was asked for. */
function showing(...keys: string[]) {
  const client = new QueryClient({
    defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } },
  });
  const asked = new Map<string, number>();
  for (const key of keys) {
    const queryFn = (): number => {
      asked.set(key, (asked.get(key) ?? 0) + 1);
      return 0;
    };
    new QueryObserver(client, { queryKey: [key], queryFn }).subscribe(() => undefined);
  }
  return { client, asked };
}

test("what changed is asked for again, what did not is not", async () => {
  const { client, asked } = showing("projects", "labels", "filters", "sections", "views");
  await vi.waitFor(() => expect(asked.size).toBe(5));
  await refreshPlaces(client, new Set(["label"]));
  expect(Object.fromEntries(asked)).toEqual({
    projects: 1,
    labels: 2,
    filters: 1,
    sections: 1,
    views: 2,
  });
});

test("while a change of this page waits for its answer, nothing is asked that would take it back", async () => {
  const { client, asked } = showing("labels");
  await vi.waitFor(() => expect(asked.get("labels")).toBe(1));
  let answer: (() => void) | undefined;
  const change = new MutationObserver(client, {
    mutationFn: () =>
      new Promise<void>((resolve) => {
        answer = resolve;
      }),
  });
  void change.mutate();
  await vi.waitFor(() => expect(answer).toBeDefined());
  const refreshed = refreshPlaces(client, new Set(["label"]));
  await Promise.resolve();
  expect(asked.get("labels")).toBe(1);
  answer?.();
  await refreshed;
  expect(asked.get("labels")).toBe(2);
});
