import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { useState } from "react";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { FieldProblem, FilterOut } from "@/api/schema.gen";
import { placedTask, refusal, server, show } from "@/testing/places";
import { FilterEditor } from "./filter-editor";

const UNKNOWN: FieldProblem = {
  pointer: "/query/filter",
  code: "filter_unknown_field",
  message: "There is no field “prio”. (column 5) Did you mean priority?",
  column: 5,
  length: 4,
  expected: [],
  suggestion: "priority",
};

/** Knows every field but `prio`, and says how often it was asked. */
function tasksServer(): string[] {
  const asked: string[] = [];
  server.use(
    http.get("*/api/tasks", ({ request }) => {
      const filter = new URL(request.url).searchParams.get("filter") ?? "";
      asked.push(filter);
      if (filter.includes("prio ")) return refusal(422, [UNKNOWN]);
      const warnings = filter.includes("@nowhere")
        ? [{ ...UNKNOWN, message: "There is no label “nowhere”.", suggestion: "anywhere" }]
        : null;
      return HttpResponse.json({
        items: [placedTask("Buy milk")],
        next_cursor: null,
        total: 12,
        warnings,
      });
    }),
  );
  return asked;
}

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const condition = () => screen.findByRole("textbox", { name: "Condition" });

describe("the text", () => {
  test("what is wrong is marked where it stands, and mended at a press", async () => {
    tasksServer();
    const { container } = await shown("p1& prio = 1");
    expect(await screen.findByText(UNKNOWN.message)).toBeVisible();
    expect(await condition()).toBeInvalid();
    expect(container.querySelector("[aria-hidden] > span")).toHaveTextContent(/^prio$/);

    await userEvent.click(screen.getByRole("button", { name: "Replace with priority" }));
    expect(await condition()).toHaveValue("p1& priority = 1");
    expect(await screen.findByText("12 tasks fit")).toBeVisible();
    expect(await condition()).toBeValid();
  });

  test("it is asked for when somebody stops typing, and shows how many there are", async () => {
    const asked = tasksServer();
    await shown("");
    await userEvent.type(await condition(), "today");
    expect(await screen.findByText("12 tasks fit")).toBeVisible();
    expect(screen.getByText("Buy milk")).toBeVisible();
    expect(screen.getByText("and 11 more")).toBeVisible();
    expect(asked.length).toBeLessThan("today".length);
    expect(asked.at(-1)).toBe("today");
  });

  test("a label that is not there is a warning, no mistake", async () => {
    tasksServer();
    await shown("p1 & @nowhere");
    expect(await screen.findByText("There is no label “nowhere”.")).toBeVisible();
    expect(await condition()).toBeValid();
    expect(screen.getByText("12 tasks fit")).toBeVisible();
  });
});

describe("the rows", () => {
  test("change the text, and are read from it", async () => {
    tasksServer();
    await shown("");
    await userEvent.click(await screen.findByRole("button", { name: "Add row" }));
    expect(await condition()).toHaveValue("done = false");
    await userEvent.click(screen.getByRole("button", { name: "Add row" }));
    await userEvent.selectOptions(screen.getByLabelText("Comparison of row 2"), "is not set");
    expect(await condition()).toHaveValue("done = false && due = null");
    await userEvent.selectOptions(screen.getByLabelText("Tasks fit when"), "one row fits");
    expect(await condition()).toHaveValue("done = false || due = null");

    await userEvent.clear(await condition());
    await userEvent.type(await condition(), "priority >= 3");
    const first = screen.getByRole("listitem", { name: "Row 1" });
    expect(within(first).getByLabelText("Field of row 1")).toHaveValue("priority");
    expect(within(first).getByLabelText("Value of row 1")).toHaveValue("3");
    expect(screen.queryByRole("listitem", { name: "Row 2" })).not.toBeInTheDocument();
  });

  test("say so where the text is more than they can show, and leave it as it is", async () => {
    tasksServer();
    await shown("(p1 | p2) & @home");
    expect(screen.getByText(/says more than rows can show/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Add row" })).not.toBeInTheDocument();
    expect(await condition()).toHaveValue("(p1 | p2) & @home");
  });
});

describe("keeping it", () => {
  test("asks for a name first, and sends what was typed", async () => {
    tasksServer();
    const kept: unknown[] = [];
    server.use(
      http.post("*/api/filters", async ({ request }) => {
        kept.push(await request.json());
        return HttpResponse.json({ id: "f", name: "Mine" }, { status: 201 });
      }),
    );
    const { router } = await shown("p1");
    await userEvent.click(screen.getByRole("button", { name: "Save filter" }));
    expect(screen.getByText(/Give the filter a name/)).toBeVisible();
    expect(kept).toEqual([]);

    await userEvent.type(screen.getByLabelText("Name"), "Mine");
    await userEvent.click(screen.getByRole("button", { name: "Add order" }));
    await userEvent.click(screen.getByRole("button", { name: /reversed/ }));
    await userEvent.click(screen.getByRole("button", { name: "Save filter" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/filters/f"));
    expect(kept).toEqual([{ name: "Mine", query: "p1", sort: "-due" }]);
  });

  test("a refusal stands where the mistake is, until the text is another", async () => {
    server.use(
      http.get("*/api/tasks", () => HttpResponse.error()),
      http.post("*/api/filters", () =>
        refusal(422, [{ ...UNKNOWN, pointer: "/query", column: 1 }]),
      ),
    );
    const { container } = await shown("prio = 1");
    await userEvent.type(screen.getByLabelText("Name"), "Mine");
    await userEvent.click(screen.getByRole("button", { name: "Save filter" }));
    await waitFor(() =>
      expect(container.querySelector("[aria-hidden] > span")).toHaveTextContent(/^prio$/),
    );
    await userEvent.type(await condition(), "2");
    expect(await condition()).toBeValid();
  });
});

describe("leaving it", () => {
  test("asks when something was typed, and stays or goes as is said", async () => {
    tasksServer();
    const { router } = await shown("p1");
    await userEvent.type(screen.getByLabelText("Name"), "Mine");
    void router.navigate({ to: "/today" });
    expect(await screen.findByRole("dialog", { name: "Leave without saving?" })).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Stay here" }));
    expect(router.state.location.pathname).toBe("/");
    expect(screen.getByLabelText("Name")).toHaveValue("Mine");
    void router.navigate({ to: "/today" });
    await userEvent.click(await screen.findByRole("button", { name: "Leave" }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/today"));
  });

  test("asks nothing when nothing was typed", async () => {
    tasksServer();
    const { router } = await shown("p1");
    void router.navigate({ to: "/today" });
    await waitFor(() => expect(router.state.location.pathname).toBe("/today"));
  });
});

test("a filter that changes elsewhere meanwhile is told, and shown if that is wanted", async () => {
  tasksServer();
  const filter = filterOf("Soon", "p1");
  function Changing() {
    const [isChanged, change] = useState(false);
    const now = isChanged ? { ...filter, query: "p2", name: "Later", version: 2 } : filter;
    return (
      <>
        <button type="button" onClick={() => change(true)}>
          Elsewhere
        </button>
        <FilterEditor filter={now} />
      </>
    );
  }
  show(<Changing />);
  expect(await condition()).toHaveValue("p1");
  expect(screen.queryByText(/changed elsewhere/)).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Elsewhere" }));
  expect(await screen.findByText(/changed elsewhere/)).toBeVisible();
  expect(await condition()).toHaveValue("p1");
  await userEvent.click(screen.getByRole("button", { name: "Show what it is now" }));
  expect(await condition()).toHaveValue("p2");
  expect(screen.getByLabelText("Name")).toHaveValue("Later");
  expect(screen.queryByText(/changed elsewhere/)).toBeNull();
});

const filterOf = (name: string, query: string): FilterOut => ({
  id: "f",
  name,
  query,
  sort: null,
  color: null,
  is_favorite: false,
  problem: null,
  version: 1,
  created_at: "2026-11-26T14:05:03Z",
  updated_at: "2026-11-26T14:05:03Z",
});

async function shown(query: string) {
  const { router } = show(<FilterEditor filter={null} query={query} />);
  await condition();
  return { router, container: document.body };
}
