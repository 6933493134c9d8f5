import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { toasts } from "@/lib/toasts";
import { placedTask, refusal, server, show } from "@/testing/places";
import { DoneLog } from "./done-log";

const DONE = placedTask("Buy milk", {
  status: "done",
  completed: true,
  completed_at: "2026-11-25T23:30:00Z", // the 26th in Berlin
});

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => {
  server.resetHandlers();
  toasts.set([]);
});
afterAll(() => server.close());

async function start(reopen: () => Response, after: readonly unknown[]): Promise<void> {
  let items: readonly unknown[] = [DONE];
  server.use(
    http.get("*/api/tasks", () => HttpResponse.json({ items, next_cursor: null })),
    http.post("*/api/tasks/:id/reopen", () => {
      items = after;
      return reopen();
    }),
  );
  show(<DoneLog />);
  await screen.findByText("Buy milk");
}

test("a task stands on the day and at the time of its owner's zone", async () => {
  await start(() => refusal(404), [DONE]);
  expect(screen.getByText("00:30")).toBeVisible();
  expect(screen.getByRole("heading", { name: /26/ })).toBeVisible();
});

test("what is opened again is gone at once, with a way back", async () => {
  const open = { ...DONE, status: "open", completed: false, completed_at: null, version: 2 };
  const answer = { ...open, undo_id: null, reminders_kept: [] };
  const completed: (string | null)[] = [];
  server.use(
    http.post("*/api/tasks/:id/complete", ({ request }) => {
      completed.push(request.headers.get("if-match"));
      return HttpResponse.json({ ...DONE, version: 3, undo_id: "u", reminders_kept: [] });
    }),
  );
  await start(() => HttpResponse.json(answer), []);
  await userEvent.click(screen.getByRole("button", { name: "Open “Buy milk” again" }));
  expect(await screen.findByText("Nothing is done yet")).toBeVisible();
  await waitFor(() => expect(toasts.get()).toMatchObject([{ action: { label: "Undo" } }]));
  toasts.get()[0]?.action?.run();
  await waitFor(() => expect(completed).toEqual(['"2"']));
});

test("what cannot be opened again stands there as before", async () => {
  await start(() => refusal(409), [DONE]);
  await userEvent.click(screen.getByRole("button", { name: "Open “Buy milk” again" }));
  await waitFor(() => expect(toasts.get()).toMatchObject([{ tone: "error" }]));
  expect(await screen.findByText("Buy milk")).toBeVisible();
});
