import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { aTask, listening, renderPart, signedIn } from "@/testing/series";
import { Summary } from "./history-section";
import { Slots } from "./slots";

vi.setConfig({ testTimeout: 20_000 });
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const task = aTask({ series_id: "series", slot: "2026-11-27" });

test("numbers, a year, and the same year as a table", async () => {
  const history = listening("get", "/api/tasks/task/history", () => ({
    slots_done: 40,
    skipped: 2,
    missed: 1,
    moved: 0,
    streak: { current: 7, longest: 12 },
    rate_30d: 0.95,
    rate_90d: null,
    heatmap: [
      { date: "2026-10-01", outcome: "done", count: 1 },
      { date: "2026-10-02", outcome: "missed", count: 1 },
    ],
    first_slot: "2026-01-01",
    slot_number: "4 of 10",
  }));
  server.use(...signedIn, history.handler);
  renderPart(<Summary task={task} />);
  expect(await screen.findByText("longest 12")).toBeVisible();
  expect(screen.getByText("95%")).toBeVisible();
  expect(screen.getByText("–")).toBeVisible();
  expect(
    screen.getByText(/^40 done · 2 skipped · 1 missed · since .*2026 · Number 4 of 10$/),
  ).toBeVisible();
  expect(
    screen.getByRole("img", { name: "The last year: 1 done, 0 skipped, 1 missed." }),
  ).toBeVisible();
  const table = screen.getByRole("table", { hidden: true });
  expect(within(table).getAllByRole("row", { hidden: true })[1]).toHaveTextContent(
    "October 2026101",
  );
});

test("slots come in pages", async () => {
  const slots = listening("get", "/api/tasks/task/occurrences", ({ search }) => {
    const isSecond = search.includes("cursor=next");
    const slot = isSecond ? "2026-11-25" : "2026-11-26";
    const page = {
      series_id: "series",
      slot,
      count: 1,
      task_id: null,
      title: null,
      logged_at: null,
    };
    return {
      items: [
        {
          ...page,
          status: isSecond ? "missed" : "done",
          ended_at: isSecond ? null : "2026-11-26T08:00:00Z",
        },
      ],
      next_cursor: isSecond ? null : "next",
    };
  });
  server.use(...signedIn, slots.handler);
  renderPart(<Slots task={task} />);
  const user = userEvent.setup();
  expect(await screen.findByText(/^Done .* 09:00$/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Show more" }));
  expect(await screen.findByText("Missed")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
});
