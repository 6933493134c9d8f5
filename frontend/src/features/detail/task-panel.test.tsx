import { act, configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { HttpResponse, http } from "msw";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { TaskOut } from "@/api/schema.gen";
import { taskKeys } from "@/api/tasks/keys";
import { announce } from "@/lib/live";
import { toasts } from "@/lib/toasts";
import { undoLatest } from "@/lib/undo";
import { beSignedIn, problem, SERIES, show, TaskServer, taskOf } from "@/testing/open-task";
import { draftKey, setDraft } from "./drafts";
import { TaskPanel } from "./task-panel";

// A whole panel is drawn; busy machines take their time.
vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 10_000 });

let server: TaskServer;

async function open(fields: Partial<TaskOut> = {}) {
  const first = taskOf(fields);
  server = new TaskServer(first);
  server.msw.listen({ onUnhandledRequest: "error" });
  const onClose = vi.fn();
  const view = await show(
    <TaskPanel taskId={first.id} onClose={onClose} onOpen={() => undefined} />,
  );
  const title = await screen.findByRole("textbox", { name: "Title" });
  return { user: userEvent.setup({ delay: null }), title, onClose, first, ...view };
}

/** A live event says that it was changed elsewhere, and the cache asks for it. */
async function hear(client: Awaited<ReturnType<typeof open>>["client"]): Promise<void> {
  await act(() => client.invalidateQueries({ queryKey: taskKeys.details }));
}

beforeEach(beSignedIn);
afterEach(() => {
  server.msw.close();
  for (const field of ["title", "notes", "new-step"]) {
    setDraft(draftKey(taskOf().id, field), undefined);
  }
});

describe("the title", () => {
  test("is stored by Enter, of the version that was seen", async () => {
    const { user, title } = await open();
    await user.clear(title);
    await user.type(title, "Water all plants{Enter}");
    await waitFor(() => expect(server.task?.title).toBe("Water all plants"));
    expect(server.changes).toEqual([{ fields: { title: "Water all plants" }, scope: null }]);
    expect(await screen.findByText("Saved")).toBeInTheDocument();
  });

  test("is as it was after Escape, and the panel stays", async () => {
    const { user, title, onClose } = await open();
    await user.type(title, " and more{Escape}");
    expect(title).toHaveValue("Water the plants");
    expect(onClose).not.toHaveBeenCalled();
    await user.keyboard("{Escape}");
    expect(onClose).toHaveBeenCalledOnce();
    expect(server.changes).toEqual([]);
  });

  test("takes right-to-left words and emoji, each of which is one character", async () => {
    const { user, title } = await open();
    const words = `اشتر الخبز ${"🥖".repeat(400)}`;
    await user.clear(title);
    await user.click(title);
    await user.paste(words);
    expect(title).toHaveAttribute("dir", "auto");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(server.task?.title).toBe(words));
  });

  test("that is too long is kept and said to be so, not sent and not cut", async () => {
    const { user, title } = await open();
    const words = "x".repeat(10_000);
    await user.clear(title);
    await user.click(title);
    await user.paste(words);
    await user.keyboard("{Enter}");
    expect(await screen.findByText(/10000 of 500 characters/)).toBeInTheDocument();
    expect(title).toHaveValue(words);
    expect(server.changes).toEqual([]);
  });
});

describe("changes from elsewhere", () => {
  test("a dirty field keeps what was typed, and shows both when it is changed", async () => {
    const { user, title, client } = await open();
    await user.type(title, " twice");
    server.changeElsewhere({ title: "Water the garden", priority: "high" });
    await hear(client);
    expect(title).toHaveValue("Water the plants twice");
    const note = await screen.findByRole("alert");
    expect(within(note).getByText("Water the plants twice")).toBeInTheDocument();
    expect(within(note).getByText("Water the garden")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: /^Priority:\s*High/ })).toBeInTheDocument();

    await user.click(within(note).getByRole("button", { name: "Keep mine" }));
    await waitFor(() => expect(server.task?.title).toBe("Water the plants twice"));
    expect(server.task?.priority).toBe("high");
  });

  test("412: the same field changed: nothing is overwritten until somebody chooses", async () => {
    const { user, title } = await open();
    await user.type(title, " twice");
    server.changeElsewhere({ title: "Water the garden" });
    await user.keyboard("{Enter}");
    const note = await screen.findByRole("alert");
    expect(server.task?.title).toBe("Water the garden");
    expect(title).toHaveValue("Water the plants twice");
    await user.click(within(note).getByRole("button", { name: "Take the other" }));
    expect(title).toHaveValue("Water the garden");
    expect(server.changes).toEqual([]);
  });

  test("412: another field changed: the save goes on over the new version", async () => {
    const { user, title } = await open();
    await user.type(title, " twice");
    server.changeElsewhere({ notes: "Not the cactus" });
    await user.keyboard("{Enter}");
    await waitFor(() => expect(server.task?.title).toBe("Water the plants twice"));
    expect(server.task?.notes).toBe("Not the cactus");
    expect(screen.queryByRole("alert")).not.toBeInTheDocument();
    expect(await screen.findByText("Not the cactus")).toBeInTheDocument();
  });

  test("a task deleted elsewhere says so, and comes back with what was typed", async () => {
    const { user, title, first } = await open();
    await user.type(title, " twice");
    server.deleteElsewhere();
    act(() =>
      announce({
        change: "deleted",
        task_id: first.id,
        task_version: 2,
        series_id: null,
        task: null,
      }),
    );
    expect(await screen.findByRole("heading", { name: "This task is deleted" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Bring it back" }));
    expect(await screen.findByRole("textbox", { name: "Title" })).toHaveValue(
      "Water the plants twice",
    );
  });

  test("what is not in the trash any more cannot come back, and that is said", async () => {
    const { user, client } = await open();
    server.task = null;
    await hear(client);
    await user.click(await screen.findByRole("button", { name: "Bring it back" }));
    expect(await screen.findByText(/it cannot be brought back/)).toBeInTheDocument();
  });
});

describe("without a server", () => {
  test("what was typed stays, says so, and is sent when there is one again", async () => {
    const { user, title } = await open();
    server.isUnreachable = true;
    await user.type(title, " twice{Enter}");
    expect(await screen.findByText(/It is not saved; what you typed stays here/)).toBeVisible();
    expect(title).toHaveValue("Water the plants twice");
    expect(screen.getByText("Not saved")).toBeInTheDocument();
    server.isUnreachable = false;
    act(() => void window.dispatchEvent(new Event("online")));
    await waitFor(() => expect(server.task?.title).toBe("Water the plants twice"));
    await waitFor(() => expect(screen.queryByRole("alert")).not.toBeInTheDocument());
  });

  test("an answer that is lost: what was stored is not sent again, and is no conflict", async () => {
    const { user, title, client } = await open();
    server.losesAnswer = true;
    await user.type(title, " twice{Enter}");
    await screen.findByText(/It is not saved/);
    await hear(client);
    await waitFor(() => expect(screen.queryByRole("alert")).not.toBeInTheDocument());
    expect(title).toHaveValue("Water the plants twice");
    expect(server.changes).toHaveLength(1);
  });

  test("a panel that is closed meanwhile has it when it is opened again", async () => {
    const { user, title, unmount, first } = await open();
    server.isUnreachable = true;
    await user.type(title, " twice{Enter}");
    await screen.findByRole("alert");
    unmount();
    server.isUnreachable = false;
    await show(<TaskPanel taskId={first.id} onClose={() => undefined} onOpen={() => undefined} />);
    expect(await screen.findByRole("textbox", { name: "Title" })).toHaveValue(
      "Water the plants twice",
    );
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(server.task?.title).toBe("Water the plants twice"));
  });
});

describe("what the server refuses", () => {
  test("is told at the field that it is about, and what was typed stays there", async () => {
    const { user, title } = await open();
    const message = "has a character that cannot be kept";
    const errors = [{ pointer: "/title", message, code: "value_error" }];
    server.refusals.push(problem(422, "validation", "Not valid", { errors }));
    await user.type(title, " twice{Enter}");
    const note = await screen.findByRole("alert");
    expect(within(note).getByText(message)).toBeInTheDocument();
    expect(title).toHaveValue("Water the plants twice");
    expect(title).toHaveAttribute("aria-invalid", "true");
    await user.click(within(note).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(server.task?.title).toBe("Water the plants twice"));
    await waitFor(() => expect(title).toHaveAttribute("aria-invalid", "false"));
  });

  test("for now is sent again by itself, after the wait that the server asks for", async () => {
    const { user, title } = await open();
    server.refusals.push(problem(429, "rate_limited", "Too many", { retryAfter: 1 }));
    await user.type(title, " twice{Enter}");
    expect(await screen.findByText(/It is sent again in 1 second/)).toBeInTheDocument();
    await waitFor(() => expect(server.task?.title).toBe("Water the plants twice"));
    await waitFor(() => expect(screen.queryByRole("alert")).not.toBeInTheDocument());
  });
});

describe("a series", () => {
  test("asks which occurrences are meant, and sends the answer", async () => {
    const { user, title } = await open(SERIES);
    await user.type(title, " twice{Enter}");
    const question = await screen.findByRole("dialog", { name: "This task comes back" });
    await user.click(within(question).getByRole("button", { name: /^This and the following/ }));
    await waitFor(() => expect(server.changes).toHaveLength(1));
    expect(server.changes[0]).toEqual({
      fields: { title: "Water the plants twice" },
      scope: "following",
    });
  });

  test("no answer: nothing is sent, and what was typed waits", async () => {
    const { user, title } = await open(SERIES);
    await user.type(title, " twice{Enter}");
    await screen.findByRole("dialog", { name: "This task comes back" });
    await user.keyboard("{Escape}");
    expect(await screen.findByText("Not saved yet.")).toBeInTheDocument();
    expect(title).toHaveValue("Water the plants twice");
    expect(server.changes).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Discard" }));
    expect(title).toHaveValue("Water the plants");
  });

  test("an answer can count for the next edits, too", async () => {
    const { user, title } = await open(SERIES);
    await user.type(title, " twice{Enter}");
    const question = await screen.findByRole("dialog", { name: "This task comes back" });
    await user.click(within(question).getByRole("checkbox"));
    await user.click(within(question).getByRole("button", { name: /^All of them/ }));
    await waitFor(() => expect(server.changes).toHaveLength(1));
    await user.type(title, " a week{Enter}");
    await waitFor(() => expect(server.changes).toHaveLength(2));
    expect(server.changes.map(({ scope }) => scope)).toEqual(["all", "all"]);
    expect(screen.getByText("Edits count for all of them.")).toBeInTheDocument();
  });
});

describe("notes", () => {
  test("show links that open, and text as it is", async () => {
    await open({ notes: "<b>x</b> javascript:alert(1) https://example.org/خبز" });
    const links = screen.getAllByRole("link");
    expect(links.map((link) => link.getAttribute("href"))).toEqual([
      "https://example.org/%D8%AE%D8%A8%D8%B2",
    ]);
    expect(links[0]).toHaveAttribute("rel", expect.stringContaining("noopener"));
    expect(screen.getByText(/<b>x<\/b> javascript:alert\(1\)/)).toBeInTheDocument();
  });

  test("are stored when they are left", async () => {
    const { user } = await open();
    await user.click(screen.getByRole("button", { name: "Add notes" }));
    await user.type(screen.getByRole("textbox", { name: "Notes" }), "Not the cactus");
    await user.tab();
    await waitFor(() => expect(server.task?.notes).toBe("Not the cactus"));
  });
});

describe("the checklist", () => {
  const steps = ["a", "b"].map((title) => ({ id: `id-${title}`, title, is_done: false }));

  test("a step that is added goes behind what others added meanwhile", async () => {
    const { user } = await open({ checklist: steps });
    const others = [...steps, { id: "id-c", title: "c", is_done: true }];
    server.changeElsewhere({ checklist: others });
    await user.type(screen.getByRole("textbox", { name: "Add a step" }), "d{Enter}");
    await waitFor(() => expect(server.task?.checklist).toHaveLength(4));
    expect(server.task?.checklist.map(({ title }) => title)).toEqual(["a", "b", "c", "d"]);
  });

  test("steps move by keys", async () => {
    const { user } = await open({ checklist: steps });
    await user.click(screen.getByRole("textbox", { name: "Step: a" }));
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    await waitFor(() =>
      expect(server.task?.checklist.map(({ title }) => title)).toEqual(["b", "a"]),
    );
    expect(screen.getByRole("textbox", { name: "Step: a" })).toHaveFocus();
  });

  test("a step that was deleted last is what Ctrl+Z takes back", async () => {
    const { user } = await open({ checklist: steps });
    await user.click(screen.getByRole("button", { name: "More about the step “a”" }));
    await user.click(await screen.findByRole("menuitem", { name: "Delete step" }));
    const said = "Deleted the step “a”.";
    await waitFor(() => expect(toasts.get().map(({ text }) => text)).toContain(said));
    expect(server.task?.checklist.map(({ title }) => title)).toEqual(["b"]);
    act(() => void undoLatest());
    await waitFor(() =>
      expect(server.task?.checklist.map(({ title }) => title)).toEqual(["a", "b"]),
    );
  });

  test("what was typed into a step that is deleted elsewhere can be added again", async () => {
    const { user, client } = await open({ checklist: steps });
    await user.type(screen.getByRole("textbox", { name: "Step: a" }), " and more");
    server.changeElsewhere({ checklist: steps.slice(1) });
    await hear(client);
    const note = await screen.findByRole("alert");
    expect(within(note).getByText("a and more")).toBeInTheDocument();
    await user.click(within(note).getByRole("button", { name: "Add it as a new step" }));
    await waitFor(() =>
      expect(server.task?.checklist.map(({ title }) => title)).toEqual(["b", "a and more"]),
    );
    await waitFor(() => expect(screen.queryByRole("alert")).not.toBeInTheDocument());
  });

  test("a step that cannot be stored is still there to be sent", async () => {
    const { user } = await open();
    server.isUnreachable = true;
    const input = screen.getByRole("textbox", { name: "Add a step" });
    await user.type(input, "Sand it{Enter}");
    await screen.findByRole("alert");
    expect(input).toHaveValue("Sand it");
  });

  test("a step that cannot be stored leaves what was typed meanwhile", async () => {
    const { user } = await open();
    let answer = (): void => undefined;
    const typing = new Promise<void>((resolve) => {
      answer = resolve;
    });
    server.msw.use(
      http.patch("*/api/tasks/:id", async () => {
        await typing;
        return HttpResponse.error();
      }),
    );
    const input = screen.getByRole("textbox", { name: "Add a step" });
    await user.type(input, "Sand it{Enter}");
    await user.type(input, "Paint");
    answer();
    await screen.findByRole("alert");
    expect(input).toHaveValue("Sand it Paint");
  });
});
