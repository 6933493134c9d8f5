import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { announce, type TaskChange } from "@/lib/live";
import { toasts } from "@/lib/toasts";
import {
  aRule,
  aTask,
  changeKnown,
  findKnown,
  known,
  OPEN,
  remember,
  renderPage,
  server,
  someTasks,
} from "@/testing/task-lists";
import * as clip from "./clipped";
import { TaskList } from "./task-list";

vi.setConfig({ testTimeout: 30_000 }); // drawn lists are slow without a browser
beforeAll(async () => {
  server.listen({ onUnhandledRequest: "bypass" });
  await Promise.all([import("./list-engine"), import("./sortable-scope")]); // a browser has them soon
});
beforeEach(() => {
  known.tasks = [aTask("a"), aTask("b"), aTask("c"), aTask("d")];
  known.undo.clear();
});
afterEach(() => {
  server.resetHandlers();
  toasts.set([]);
});
afterAll(() => server.close());

const open = () =>
  renderPage(<TaskList manual query={OPEN} label="Things" empty={<p>Nothing</p>} />);

// Roles of hundreds of rows are slow to work out here: rows are found by their titles.
const links = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("a[data-title]")];
const titles = (): (string | null)[] => links().map((link) => link.textContent);
function row(title: string): HTMLElement {
  const found = links().find((link) => link.textContent === title);
  if (found === undefined) throw new Error(`There is no row ${title}`);
  return found;
}
const box = (title: string): Element | null =>
  row(title).closest("[data-row]")?.querySelector('[role="checkbox"]') ?? null;

/** The server answers so late that everything else is seen before: when it is told to. */
function later(path: string): () => void {
  let answer: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.use(
    http.post(path, async () => {
      await told;
      return HttpResponse.json({ code: "late", status: 503, title: "Late" }, { status: 503 });
    }),
  );
  return answer;
}

async function press(title: string): Promise<void> {
  await userEvent.click(box(title) ?? document.body);
}

describe("ticking", () => {
  test("shows the tick at once, and the row leaves before the server has answered", async () => {
    const answer = later("*/api/tasks/:id/complete");
    await open();
    fireEvent.click(box("Task b") ?? document.body);
    await waitFor(() => expect(box("Task b")).toBeChecked(), { interval: 10 });
    await waitFor(() => expect(titles()).toEqual(["Task a", "Task c", "Task d"]));
    answer();
  });

  test("is taken back, with words, when the server refuses", async () => {
    server.use(
      http.post("*/api/tasks/:id/complete", () =>
        HttpResponse.json(
          { code: "server", status: 409, title: "No", detail: "It was changed elsewhere." },
          { status: 409 },
        ),
      ),
    );
    await open();
    await press("Task b");
    expect((await screen.findAllByText("It was changed elsewhere."))[0]).toBeVisible();
    await waitFor(() => expect(box("Task b")).not.toBeChecked());
    expect(titles()).toEqual(["Task a", "Task b", "Task c", "Task d"]);
  });

  test("has a way back for each of several at once", async () => {
    await open();
    await press("Task a");
    await press("Task c");
    await waitFor(() => expect(titles()).toEqual(["Task b", "Task d"]));
    await waitFor(() => expect(toasts.get()).toHaveLength(2));
    await userEvent.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(titles()).toEqual(["Task b", "Task c", "Task d"]));
  });

  test("tells when it comes again, also if that is known before the answer", async () => {
    known.tasks = [aTask("a", { series_id: "s", recurrence: aRule("FREQ=DAILY") })];
    server.use(
      http.post("*/api/tasks/:id/complete", () => {
        announce(created("s", "2026-11-27T09:00:00"));
        const undo_id = remember();
        changeKnown(["a"], (task) => ({ ...task, completed: true, status: "done" }));
        return HttpResponse.json({ ...findKnown("a"), undo_id, reminders_kept: [] });
      }),
    );
    await open();
    await press("Task a");
    expect((await screen.findAllByText(/^Done\. Next: .*27.* 09:00$/))[0]).toBeVisible();
  });

  test("redraws that row alone", async () => {
    known.tasks = someTasks(150);
    const drawn = vi.spyOn(clip, "clipped");
    // Not by hand: the code for dragging draws all rows anew when it arrives.
    await renderPage(<TaskList query={OPEN} label="Things" empty={<p>Nothing</p>} />);
    let before = 0;
    await waitFor(
      () => {
        const isQuiet = drawn.mock.calls.length === before;
        before = drawn.mock.calls.length;
        expect(isQuiet).toBe(true);
      },
      { interval: 200 },
    );
    drawn.mockClear();
    await press("Task 00070");
    await waitFor(() => expect(titles()).not.toContain("Task 00070"));
    expect(new Set(drawn.mock.calls.map(([title]) => title))).toEqual(
      // the ticked one; that which Tab led to before; the next one, which has the focus now
      new Set(["Task 00000", "Task 00070", "Task 00071"]),
    );
  });
});

describe("keys", () => {
  test("Tab leads to one row, arrows to the others", async () => {
    await open();
    expect(links().map((link) => link.tabIndex)).toEqual([0, -1, -1, -1]);
    row("Task a").focus();
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    expect(row("Task c")).toHaveFocus();
    await userEvent.keyboard("{End}");
    expect(row("Task d")).toHaveFocus();
    await userEvent.keyboard("{Home}kj");
    expect(row("Task b")).toHaveFocus();
    expect(links().map((link) => link.tabIndex)).toEqual([-1, 0, -1, -1]);
  });

  test("e marks as done and goes on; without a focused row it does nothing but show one", async () => {
    await open();
    await userEvent.keyboard("e");
    expect(row("Task a")).toHaveFocus();
    expect(box("Task a")).not.toBeChecked();
    await userEvent.keyboard("ee");
    await waitFor(() => expect(titles()).toEqual(["Task c", "Task d"]));
    expect(row("Task c")).toHaveFocus();
  });

  test("the focus goes to the next row when the focused one is gone", async () => {
    const { client } = await open();
    row("Task b").focus();
    known.tasks = known.tasks.filter((task) => task.id !== "b");
    await client.invalidateQueries({ queryKey: ["tasks"] });
    await waitFor(() => expect(row("Task c")).toHaveFocus());
  });

  test("Alt and arrows move a task, which keeps the focus", async () => {
    const answer = later("*/api/tasks/:id/move");
    await open();
    row("Task a").focus();
    await userEvent.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await waitFor(() => expect(titles()).toEqual(["Task b", "Task a", "Task c", "Task d"]));
    expect(row("Task a")).toHaveFocus();
    answer();
  });

  test("nothing happens while somebody types", async () => {
    await renderPage(
      <>
        <input aria-label="Words" />
        <TaskList query={OPEN} label="Things" empty={<p>Nothing</p>} />
      </>,
    );
    row("Task a").focus();
    await userEvent.type(screen.getByLabelText("Words"), "exd");
    expect(screen.getByLabelText("Words")).toHaveValue("exd");
    expect(box("Task a")).not.toBeChecked();
  });
});

describe("selection", () => {
  const selected = (): (string | null)[] =>
    screen
      .getAllByRole("checkbox", { name: /^Select/, checked: true })
      .map((each) => each.getAttribute("aria-label"));

  test("reaches from the last chosen row to the one pressed with Shift", async () => {
    const user = userEvent.setup();
    await open();
    row("Task a").focus();
    await user.keyboard("x");
    await user.keyboard("{Shift>}");
    await user.click(row("Task c"));
    await user.keyboard("{/Shift}");
    expect(selected()).toEqual(["Select “Task a”", "Select “Task b”", "Select “Task c”"]);
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("checkbox", { name: /^Select/ })).toBeNull();
  });

  test("begins at the row with the focus, if none was chosen before", async () => {
    const user = userEvent.setup();
    await open();
    row("Task b").focus();
    await user.keyboard("{Shift>}");
    await user.click(row("Task d"));
    await user.keyboard("{/Shift}");
    expect(selected()).toEqual(["Select “Task b”", "Select “Task c”", "Select “Task d”"]);
    expect(row("Task d")).toHaveFocus();
  });

  test("Shift with j extends it", async () => {
    await open();
    row("Task b").focus();
    await userEvent.keyboard("{Shift>}J{/Shift}");
    expect(selected()).toEqual(["Select “Task b”", "Select “Task c”"]);
  });

  test("says which of several stayed as they were, and why; one undo is for the others", async () => {
    server.use(
      http.post("*/api/tasks/bulk", async ({ request }) => {
        const { ids } = (await request.json()) as { ids: string[] };
        const undo_id = remember();
        changeKnown(
          ids.filter((id) => id !== "b"),
          (task) => ({ ...task, completed: true, status: "done" }),
        );
        const items = ids.map((id) => ({
          id,
          ok: id !== "b",
          problem: id === "b" ? { title: "No", detail: "Something is in the way." } : null,
        }));
        return HttpResponse.json({ items, undo_id });
      }),
    );
    await open();
    row("Task a").focus();
    await userEvent.keyboard("{Shift>}JJ{/Shift}e");
    const said = await screen.findByRole("dialog");
    expect(said).toHaveAccessibleName("1 of 3 tasks stayed as it was");
    expect(within(said).getByText("Task b")).toBeVisible();
    expect(within(said).getByText("Something is in the way.")).toBeVisible();
    await userEvent.click(within(said).getByRole("button", { name: "Close" }));
    await waitFor(() => expect(titles()).toEqual(["Task b", "Task d"]));
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(titles()).toEqual(["Task a", "Task b", "Task c", "Task d"]));
  });
});

describe("titles", () => {
  test("of any length and script break nothing", async () => {
    const long = "👩‍👩‍👧‍👦".repeat(1000);
    known.tasks = [aTask("a", { title: long }), aTask("b", { title: "اشتر الخبز 🥖" })];
    await open();
    const [first, second] = links();
    expect(first?.textContent?.length).toBeLessThan(700);
    expect(first?.textContent?.isWellFormed()).toBe(true);
    expect(second).toHaveAttribute("dir", "auto");
    expect(second).toHaveTextContent("اشتر الخبز 🥖");
  });
});

describe("10,000 rows", () => {
  beforeEach(() => {
    known.tasks = someTasks(10_000);
    vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(58);
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(
      () => new DOMRect(0, -window.scrollY, 700, 58),
    );
  });

  const windowed = async (): Promise<HTMLElement[]> => {
    await waitFor(() => expect(document.querySelector("[aria-posinset]")).not.toBeNull(), {
      timeout: 15_000,
    });
    return [...document.querySelectorAll<HTMLElement>("li[data-row]")];
  };

  test("draw a window of them, and say how many there are", async () => {
    await open();
    const items = await windowed();
    expect(items.length).toBeLessThan(60);
    expect(items[3]).toHaveAttribute("aria-setsize", "10000");
    expect(items[3]).toHaveAttribute("aria-posinset", "4");
  });

  test("the focused row stays when it is scrolled away", async () => {
    await open();
    await windowed();
    row("Task 00002").focus();
    vi.spyOn(window, "scrollY", "get").mockReturnValue(58 * 5000);
    window.dispatchEvent(new Event("scroll"));
    await waitFor(() => expect(titles()).toContain("Task 05000"));
    expect(row("Task 00002")).toHaveFocus();
    expect(titles()).not.toContain("Task 00001");
  });
});

function created(series: string, wall: string): TaskChange {
  return {
    change: "created",
    task_id: "next",
    task_version: 1,
    series_id: series,
    task: {
      id: "next",
      title: "Next",
      priority: 4,
      status: "open",
      labels: [],
      due_on: wall.slice(0, 10),
      due_at: null,
      due_local: wall,
      zone: null,
      completed_at: null,
      version: 1,
      project_id: null,
      section_id: null,
    },
  };
}
