import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { OccurrenceOut } from "@/api/schema.gen";
import { server, show } from "@/testing/places";
import { SlotsLog } from "./slots-log";

const slotOf = (more: Partial<OccurrenceOut>): OccurrenceOut => ({
  series_id: "s",
  slot: "2026-11-25T09:00:00",
  status: "skipped",
  count: 1,
  task_id: null,
  latest_task_id: "latest",
  title: "Stretch",
  ended_at: null,
  logged_at: null,
  reason: null,
  ...more,
});

function knows(...items: OccurrenceOut[]): string[] {
  const asked: string[] = [];
  server.use(
    http.get("*/api/occurrences", ({ request }) => {
      asked.push(new URL(request.url).searchParams.get("status") ?? "");
      return HttpResponse.json({ items, next_cursor: null });
    }),
  );
  return asked;
}

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

test("what was skipped says why and when, and leads to its task", async () => {
  const asked = knows(
    slotOf({ reason: "vacation", task_id: "own", ended_at: "2026-11-25T22:30:00Z" }),
    slotOf({ series_id: "other", title: "Read", slot: "2026-11-24" }),
  );
  show(<SlotsLog status="skipped" />);
  expect(await screen.findByText(/you were on vacation · .*23:30/)).toBeVisible();
  expect(screen.getByRole("link", { name: "Stretch" })).toHaveAttribute("href", "/?task=own");
  expect(screen.getByRole("link", { name: "Read" })).toHaveAttribute("href", "/?task=latest");
  expect(screen.getByText("Skipped")).toBeVisible();
  expect(new Set(asked)).toEqual(new Set(["skipped"]));
});

test("what was missed says how often; a task that is gone leads nowhere", async () => {
  knows(slotOf({ status: "missed", count: 7, title: null, latest_task_id: null }));
  show(<SlotsLog status="missed" />);
  expect(await screen.findByText(/Not done 7 times in a row/)).toBeVisible();
  expect(screen.getByText("A task that is gone by now")).toBeVisible();
  expect(screen.queryByRole("link")).toBeNull();
});

test("nothing was missed", async () => {
  knows();
  show(<SlotsLog status="missed" />);
  expect(await screen.findByText("Nothing was missed")).toBeVisible();
});
