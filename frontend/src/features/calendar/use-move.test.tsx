import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toasts } from "@/lib/toasts";
import { undoLatest } from "@/lib/undo";
import { beSignedIn, ME, problem, taskOf } from "@/testing/open-task";
import { entryOfTask } from "./entries";
import { useMove } from "./use-move";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());

const entry = (id: string) => {
  const due = { date: "2026-11-02", datetime_local: null, zone: null, at: "2026-11-02T00:00:00Z" };
  const made = entryOfTask(taskOf({ id, due }), 0, ME.zone);
  if (made === null) throw new Error("It is due, so it has an entry");
  return made;
};

test("each of several quick moves is told of, and Ctrl+Z takes each back", async () => {
  const undone: unknown[] = [];
  beSignedIn();
  server.use(
    http.post("*/api/tasks/:id/postpone", ({ params: { id } }) =>
      id === "refused"
        ? problem(409, "task.done", "It is done")
        : HttpResponse.json({ ...taskOf({ id: String(id) }), undo_id: `undo ${id}` }),
    ),
    http.post("*/api/undo/:id", ({ params }) => {
      undone.push(params.id);
      return HttpResponse.json({ tasks: [] });
    }),
  );
  const client = new QueryClient();
  client.setQueryData(["me"], ME);
  const { result } = renderHook(useMove, {
    wrapper: ({ children }: { readonly children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  });
  act(() => {
    for (const id of ["one", "refused", "two"]) result.current(entry(id), "2026-11-03");
  });
  await waitFor(() => expect(toasts.get()).toHaveLength(3));
  expect(toasts.get().map(({ tone }) => tone)).toContain("error");
  undoLatest();
  undoLatest();
  await waitFor(() => expect(undone).toHaveLength(2));
  expect([...undone].sort()).toEqual(["undo one", "undo two"]);
});
