import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beSignedIn, ME, problem, taskOf } from "@/testing/open-task";
import { useCalendar } from "./use-calendar";

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterAll(() => server.close());

const on = (date: string) =>
  taskOf({ id: date, due: { date, datetime_local: null, zone: null, at: `${date}T00:00:00Z` } });

test("a further page that fails is asked for again by hand alone", async () => {
  const asked: (string | null)[] = [];
  const failures = [problem(500, "internal", "Broken")];
  beSignedIn();
  server.use(
    http.get("*/api/calendar", () => HttpResponse.json({ items: [], is_complete: true })),
    http.get("*/api/tasks", ({ request }) => {
      const cursor = new URL(request.url).searchParams.get("cursor");
      asked.push(cursor);
      if (cursor === null) {
        return HttpResponse.json({ items: [on("2026-11-02")], next_cursor: "more" });
      }
      return (
        failures.shift() ?? HttpResponse.json({ items: [on("2026-11-03")], next_cursor: null })
      );
    }),
  );
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(["me"], ME);
  const { result } = renderHook(() => useCalendar("2026-11-01", "2026-11-30", 0), {
    wrapper: ({ children }: { readonly children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  });
  await waitFor(() => expect(result.current.error).not.toBeNull());
  expect(asked).toEqual([null, "more"]);
  act(() => result.current.retry());
  await waitFor(() => expect([...result.current.days.keys()]).toContain("2026-11-03"));
  expect(asked).toEqual([null, "more", "more"]);
  expect(result.current.error).toBeNull();
});
