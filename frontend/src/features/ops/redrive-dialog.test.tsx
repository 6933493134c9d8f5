import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { refusal, renderSettings, server } from "@/testing/render-settings";
import { DiscardDialog } from "./discard-dialog";
import { RedriveDialog } from "./redrive-dialog";

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const previewOf = (redrivable: number, more: object = {}) => ({
  redrivable,
  refused: {},
  closed: {},
  groups: { recurrence: redrivable },
  paused: [],
  unknown: 0,
  ...more,
});

const REDRIVE = {
  id: "01932f00-0000-7000-8000-0000000000b1",
  state: "running",
  asked_at: "2026-11-26T08:00:00Z",
  asked_by: "operator x",
  reason: "mended",
  selection: {},
  forced: false,
  rate_per_second: 50,
  total: 3,
  done: 0,
  refused: 0,
  returned: 0,
  left: 3,
  cancelled_at: null,
  finished_at: null,
};

const SELECTION = { fingerprint: "3f2a", all: false };

test("an order says how many were counted; what changed is counted again, and can be ordered", async () => {
  const orders: unknown[] = [];
  let there = 2;
  server.use(
    http.post("*/api/ops/dlq/redrive", async ({ request }) => {
      const order = (await request.json()) as { dry_run: boolean; expected_count?: number };
      if (order.dry_run) return HttpResponse.json({ redrive: null, preview: previewOf(there) });
      orders.push(order);
      if (order.expected_count === 2) {
        there = 3;
        const counts = { expected_count: 2, actual_count: 3 };
        return refusal(409, "dead_letter.selection_changed", counts);
      }
      return HttpResponse.json({ redrive: REDRIVE, preview: previewOf(0) });
    }),
    http.get("*/api/ops/dlq/redrives/:id", () =>
      HttpResponse.json({ ...REDRIVE, state: "finished", done: 3, left: 0 }),
    ),
  );
  renderSettings(<RedriveDialog selection={SELECTION} onClose={() => undefined} />);
  const user = userEvent.setup();
  expect(await screen.findByText("2 dead letters would be redriven.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Redrive 2" })).toBeDisabled(); // nobody said why
  await user.type(screen.getByLabelText("Why"), "mended");
  await user.click(screen.getByRole("button", { name: "Redrive 2" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("it was 2 dead letters");
  await user.click(screen.getByRole("button", { name: "Count again" }));
  await user.click(await screen.findByRole("button", { name: "Redrive 3" }));
  expect(await screen.findByText("It has ended.")).toBeVisible();
  expect(screen.getByText("3 of 3 sent")).toBeVisible();
  expect(orders).toMatchObject([
    { selection: SELECTION, expected_count: 2, reason: "mended", forced: false },
    { selection: SELECTION, expected_count: 3, reason: "mended", forced: false },
  ]);
});

test("what was redriven too often is taken only if somebody says so", async () => {
  server.use(
    http.post("*/api/ops/dlq/redrive", async ({ request }) => {
      const { forced } = (await request.json()) as { forced: boolean };
      const preview = forced ? previewOf(1) : previewOf(0, { refused: { redriven_too_often: 1 } });
      return HttpResponse.json({ redrive: null, preview });
    }),
  );
  renderSettings(<RedriveDialog selection={SELECTION} onClose={() => undefined} />);
  const user = userEvent.setup();
  expect(await screen.findByText("None of them can be redriven.")).toBeVisible();
  expect(screen.getByText(/redriven twice already/)).toBeVisible();
  await user.click(screen.getByRole("checkbox", { name: /died again after two redrives/ }));
  expect(await screen.findByText("1 dead letter would be redriven.")).toBeVisible();
});

test("where others were faster, it says what became of the letters", async () => {
  server.use(
    http.post("*/api/ops/dlq/redrive", () =>
      HttpResponse.json({ redrive: null, preview: previewOf(2) }),
    ),
    http.post("*/api/ops/dlq/discard", () =>
      refusal(409, "dead_letter.none_open", { closed: { redriven: 2 }, refused: {} }),
    ),
  );
  renderSettings(<DiscardDialog selection={SELECTION} onClose={() => undefined} />);
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("Why"), "of a test");
  await user.click(
    await screen.findByRole("checkbox", { name: "2 dead letters are not to be handled any more" }),
  );
  await user.click(screen.getByRole("button", { name: "Discard 2" }));
  await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent("2: redriven"));
});
