import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { undoLatest } from "@/lib/undo";
import { forget, offline, openBox, seen, server } from "@/testing/quick-add";
import { QuickAddDialog, type QuickAddProps } from "./quick-add-dialog";

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(forget);
afterAll(() => server.close());

const open = (props: Partial<QuickAddProps> = {}) =>
  openBox(<QuickAddDialog onClose={() => undefined} {...props} />);

const colored = (): (string | null)[] =>
  [...document.querySelectorAll("mark[data-token]")].map((mark) => mark.textContent);

const write = (box: Element, value: string): void =>
  void fireEvent.change(box, { target: { value } });

describe("colours", () => {
  test("are what the server understood, told in chips and taken out of the title", async () => {
    const { box } = open();
    write(box, "🥖 bread tomorrow p1");
    await waitFor(() => expect(colored()).toEqual(["tomorrow", "p1"]));
    expect(screen.getByTestId("title")).toHaveTextContent("🥖 bread");
    expect(screen.getByText(/Fri, Nov 27/)).toBeInTheDocument();
    expect(screen.getByText("High priority")).toBeInTheDocument();
  });

  test("an answer that comes late colours nothing of another text", async () => {
    let answer = (): void => undefined;
    seen.beforeParse = ({ text }) =>
      text === "milk tomorrow" ? new Promise((resolve) => (answer = resolve)) : Promise.resolve();
    const { box } = open();
    write(box, "milk tomorrow");
    await waitFor(() => expect(seen.parsed).toHaveLength(1));
    write(box, "call tomorrow’s people p1");
    await waitFor(() => expect(seen.parsed).toHaveLength(2));
    answer();
    await waitFor(() => expect(colored()).toEqual(["tomorrow", "p1"]));
    expect(screen.getByTestId("title")).not.toHaveTextContent("milk");
  });

  test("while it is read again, those that still fit stay, and no others", async () => {
    const { box } = open();
    write(box, "milk tomorrow p1");
    await waitFor(() => expect(colored()).toEqual(["tomorrow", "p1"]));
    seen.beforeParse = () => new Promise(() => undefined);
    const caret = "milk tomorrowx".length;
    const target = { value: "milk tomorrowx p1", selectionStart: caret, selectionEnd: caret };
    fireEvent.change(box, { target });
    expect(colored()).toEqual(["p1"]);
  });
});

describe("taking back", () => {
  test("Backspace behind a colour makes it text, the next one deletes", async () => {
    const { box, user } = open();
    await user.type(box, "milk tomorrow");
    await waitFor(() => expect(colored()).toEqual(["tomorrow"]));
    await user.keyboard("{Backspace}");
    expect(box).toHaveValue("milk tomorrow");
    await waitFor(() => expect(screen.getByTestId("title")).toHaveTextContent("milk tomorrow"));
    expect(colored()).toEqual([]);
    expect(seen.parsed.at(-1)?.literal).toEqual([{ start: 5, end: 13 }]);
    await user.keyboard("{Backspace}");
    expect(box).toHaveValue("milk tomorro");
  });

  test("the × of a chip does the same", async () => {
    const { box, user } = open();
    write(box, "🇩🇪 milk @home p1");
    const chip = await screen.findByRole("button", { name: "Not meant so: home" });
    await user.click(chip);
    await waitFor(() => expect(screen.getByTestId("title")).toHaveTextContent("🇩🇪 milk @home"));
    expect(seen.parsed.at(-1)?.literal).toEqual([{ start: 8, end: 13 }]);
    expect(box).toHaveFocus();
  });

  test("a default of the page can be left out", async () => {
    const { box, user } = open({ defaults: { due: { date: "2026-11-26" } } });
    write(box, "milk");
    await user.click(await screen.findByRole("button", { name: /Leave out: Thu, Nov 26/ }));
    await user.click(box);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(seen.created).toEqual([{ title: "milk" }]));
  });
});

describe("adding", () => {
  test("Enter adds, says when it is due, and the box waits for the next", async () => {
    const { box, user } = open();
    await user.type(box, "milk tomorrow{Enter}bread");
    expect(box).toHaveValue("bread");
    expect(await screen.findByText("Added “milk”, due Fri, Nov 27.")).toBeInTheDocument();
    expect(seen.created).toEqual([{ title: "milk", due: { date: "2026-11-27" } }]);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(seen.deleted).toEqual(["id-milk"]));
    await waitFor(() => expect(screen.queryByText(/Added/)).not.toBeInTheDocument());
  });

  test("what was added last is what Ctrl+Z takes back once the box is closed", async () => {
    const { box, user } = open();
    await user.type(box, "milk{Enter}");
    expect(await screen.findByText("Added “milk”.")).toBeInTheDocument();
    await user.keyboard("{Escape}");
    expect(undoLatest()).toBe(true);
    await waitFor(() => expect(seen.deleted).toEqual(["id-milk"]));
  });

  test("Enter of an input method adds nothing", async () => {
    const { box } = open();
    write(box, "牛乳");
    fireEvent.keyDown(box, { key: "Enter", isComposing: true });
    fireEvent.keyDown(box, { key: "Enter", keyCode: 229 });
    expect(box).toHaveValue("牛乳");
    expect(seen.created).toEqual([]);
  });

  test("each line is a task; one that is refused stays and the reason is told", async () => {
    seen.refuse = ({ title }) => (title === "two" ? 422 : null);
    const { box, user } = open();
    write(box, "one\n  part\ntwo\nthree");
    await user.click(screen.getByRole("button", { name: "Add 4 tasks" }));
    expect(await screen.findByText("Added 3 tasks.")).toBeInTheDocument();
    expect(box).toHaveValue("two");
    expect(screen.getByRole("alert")).toHaveTextContent("It is refused.");
    expect(seen.created[1]).toEqual({ title: "part", parent_id: "id-one" });
    seen.refuse = () => null;
    await user.click(box);
    await user.keyboard("{Enter}");
    expect(await screen.findByText("Added “two”.")).toBeInTheDocument();
    expect(new Set(seen.keys).size).toBe(5);
  });

  test("a date alone is not sent, and says what is missing", async () => {
    const { box, user } = open();
    await user.type(box, "tomorrow");
    await waitFor(() => expect(colored()).toEqual(["tomorrow"]));
    await user.keyboard("{Enter}");
    expect(box).toHaveValue("tomorrow");
    expect(seen.created).toEqual([]);
  });

  test("without a connection the text is handed on, or stays", async () => {
    server.use(...offline);
    const onOffline = vi.fn().mockResolvedValue(undefined);
    const { box, user } = open({ onOffline });
    await user.type(box, "milk{Enter}");
    await waitFor(() => expect(onOffline).toHaveBeenCalledOnce());
    expect(onOffline.mock.lastCall?.[0]).toMatchObject([{ text: "milk" }]);
    expect(box).toHaveValue("");
    server.resetHandlers();
  });

  test("what cannot be handed on either is written in the box again", async () => {
    server.use(...offline);
    const { box, user } = open({ onOffline: () => Promise.reject(new Error("no such script")) });
    await user.type(box, "milk{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("1 line was not added");
    expect(box).toHaveValue("milk");
    server.resetHandlers();
  });
});

describe("too much", () => {
  test("of a line that is too long is told, it is not sent, and stays", async () => {
    const { box, user } = open();
    write(box, "🥖".repeat(10_001));
    expect(screen.getByText("A line can have 10,000 characters at most.")).toBeInTheDocument();
    await user.click(box);
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("1 line was not added");
    expect(box.value).toHaveLength(20_002);
    expect(seen.parsed).toEqual([]);
    write(box, "");
    expect(screen.getByRole("alert")).toBeEmptyDOMElement();
  });

  test("of 60 lines 50 are added; Enter again adds the others once those are there", async () => {
    let answer = (): void => undefined;
    seen.beforeParse = ({ text }) =>
      text === "line 0" ? new Promise((resolve) => (answer = resolve)) : Promise.resolve();
    const { box, user } = open();
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index}`);
    write(box, lines.join("\n"));
    await user.click(box);
    await user.keyboard("{Enter}{Enter}");
    expect(box.value.split("\n")).toEqual(lines.slice(50));
    expect(screen.getByText("Adding …")).toBeInTheDocument();
    seen.beforeParse = async () => undefined;
    answer();
    expect(await screen.findByText("Added 50 tasks.")).toBeInTheDocument();
    expect(box.value.split("\n")).toEqual(lines.slice(50));
    await user.keyboard("{Enter}");
    expect(await screen.findByText("Added 10 tasks.")).toBeInTheDocument();
    expect(seen.created.map(({ title }) => title)).toEqual(lines);
  }, 20_000);
});

describe("what cannot be sent", () => {
  test("waits as it was shown, under the key of the try that may have arrived", async () => {
    const onOffline = vi.fn().mockResolvedValue(undefined);
    const { box, user } = open({ onOffline, defaults: { project_id: "p" } });
    write(box, "milk tomorrow");
    await waitFor(() => expect(colored()).toEqual(["tomorrow"]));
    const keys: (string | null)[] = [];
    server.use(
      http.post("*/api/tasks", ({ request }) => {
        keys.push(request.headers.get("idempotency-key"));
        return HttpResponse.error();
      }),
    );
    await user.click(box);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(onOffline).toHaveBeenCalledOnce());
    const task = { title: "milk", due: { date: "2026-11-27" }, project_id: "p" };
    const known = { literal: [], defaults: { project_id: "p" } }; // should it be read anew
    expect(onOffline.mock.lastCall?.[0]).toEqual([
      { id: keys[0], text: "milk tomorrow", task, ...known },
    ]);
    server.resetHandlers();
  });

  test("of a list that was pasted bullets are gone, and parts stay parts", async () => {
    server.use(...offline);
    const onOffline = vi.fn().mockResolvedValue(undefined);
    const { box, user } = open({ onOffline, defaults: { due: { date: "2026-11-26" } } });
    write(box, "- trip\n  - bag\n- milk");
    await user.click(box);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(onOffline).toHaveBeenCalledOnce());
    const [trip] = onOffline.mock.lastCall?.[0] ?? [];
    const due = { date: "2026-11-26" };
    expect(onOffline.mock.lastCall?.[0]).toMatchObject([
      { text: "trip", defaults: { due } },
      { text: "bag", under: trip.id, defaults: {} },
      { text: "milk", defaults: { due } },
    ]);
    server.resetHandlers();
  });
});

describe("what was begun", () => {
  test("is kept when the box is closed, and there the next time", async () => {
    const onClose = vi.fn();
    const { box, user } = open({ onClose });
    await user.type(box, "half a thou{Escape}");
    expect(onClose).toHaveBeenCalled();
    cleanup();
    const next = open();
    expect(next.box).toHaveValue("half a thou");
  });
});
