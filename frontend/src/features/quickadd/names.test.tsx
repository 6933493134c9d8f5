import { fireEvent, screen, waitFor } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { forget, openBox, seen, server } from "@/testing/quick-add";
import { QuickAddDialog } from "./quick-add-dialog";

const listOf = (...names: string[]) =>
  HttpResponse.json({ items: names.map((name) => ({ id: name, name })), next_cursor: null });

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
beforeEach(() => {
  server.use(
    http.get("*/api/projects", () => listOf("Work", "Workshop", "My garden")),
    http.get("*/api/labels", () => listOf("home", "phone")),
  );
});
afterEach(() => {
  server.resetHandlers();
  forget();
});
afterAll(() => server.close());

const open = (onClose: () => void = () => undefined) =>
  openBox(<QuickAddDialog onClose={onClose} />);
const options = (): (string | null)[] =>
  screen.queryAllByRole("option").map((each) => each.textContent);
const marked = (): string | null | undefined =>
  screen.queryAllByRole("option", { selected: true })[0]?.textContent;

test("names are offered behind a sign, arrows go through them, Enter takes and then adds", async () => {
  const { box, user } = open();
  await user.type(box, "Plant #");
  await waitFor(() => expect(options()).toEqual(["Work", "Workshop", "My garden"]));
  expect(screen.getByRole("listbox", { name: "Projects" })).toBeInTheDocument();
  expect(box).toHaveAttribute("aria-controls", screen.getByRole("listbox").id);
  await user.keyboard("{ArrowUp}");
  expect(marked()).toBe("My garden");
  expect(box.getAttribute("aria-activedescendant")).toBe(
    screen.getByRole("option", { selected: true }).id,
  );
  await user.keyboard("{ArrowDown}{ArrowUp}{Enter}");
  expect(box).toHaveValue('Plant #"My garden" ');
  expect(options()).toEqual([]);
  expect(box).toHaveFocus();
  expect(seen.created).toEqual([]);
  await user.keyboard("{Enter}");
  await waitFor(() => expect(seen.created).toHaveLength(1));
});

test("what is typed narrows them, and Tab takes the first", async () => {
  const { box, user } = open();
  await user.type(box, "one{Shift>}{Enter}{/Shift}call @ph");
  await waitFor(() => expect(options()).toEqual(["phone"]));
  await user.tab();
  expect(box).toHaveValue("one\ncall @phone ");
  expect(box).toHaveFocus();
  expect(box.selectionEnd).toBe("one\ncall @phone ".length);
});

test("in the middle of a text the caret stays behind the name", async () => {
  const { box, user } = open();
  await user.type(box, "call  tomorrow", { skipClick: false });
  await user.type(box, "@ho", { initialSelectionStart: 5, initialSelectionEnd: 5 });
  await waitFor(() => expect(options()).toEqual(["home", "phone"]));
  await user.click(screen.getByRole("option", { name: "phone" }));
  expect(box).toHaveValue("call @phone tomorrow");
  expect(box.selectionEnd).toBe("call @phone ".length);
  expect(box).toHaveFocus();
});

test("a name that is written in full is added by Enter, others by an arrow before", async () => {
  const { box, user } = open();
  await user.type(box, "Saw #work");
  await waitFor(() => expect(options()).toEqual(["Work", "Workshop"]));
  expect(marked()).toBeUndefined();
  await user.keyboard("{Enter}");
  expect(box).toHaveValue("");
  await user.type(box, "Saw @home");
  expect(options()).toEqual([]);
});

test("Escape closes the list first, for this word, and then the box", async () => {
  const onClose = vi.fn();
  const { box, user } = open(onClose);
  await user.type(box, "Saw #wo");
  await waitFor(() => expect(options()).toEqual(["Work", "Workshop"]));
  await user.keyboard("{Escape}");
  expect(options()).toEqual([]);
  expect(onClose).not.toHaveBeenCalled();
  await user.keyboard("r");
  expect(options()).toEqual([]);
  await user.keyboard(" #wo");
  expect(options()).toEqual(["Work", "Workshop"]);
  await user.keyboard("{Escape}{Escape}");
  expect(onClose).toHaveBeenCalledOnce();
});

test("moving the caret offers nothing, and Enter of an input method takes none", async () => {
  const { box, user } = open();
  await user.type(box, "Saw #wo");
  await waitFor(() => expect(options()).not.toEqual([]));
  box.setSelectionRange(5, 5);
  fireEvent.select(box);
  expect(options()).toEqual([]);
  await user.type(box, "r");
  await waitFor(() => expect(options()).not.toEqual([]));
  fireEvent.keyDown(box, { key: "Enter", isComposing: true });
  expect(box).toHaveValue("Saw #wor");
});

test("Backspace corrects the name that is being written", async () => {
  const { box, user } = open();
  await user.type(box, "Saw #wo");
  await waitFor(() => expect(options()).toEqual(["Work", "Workshop"]));
  await user.keyboard("{Backspace}");
  expect(box).toHaveValue("Saw #w");
  expect(options()).toEqual(["Work", "Workshop"]);
});

test("what cannot be read is offered from nowhere and hinders nothing", async () => {
  server.use(
    http.get("*/api/projects", () => HttpResponse.error()),
    http.get("*/api/labels", () => HttpResponse.error()),
  );
  const { box, user } = open();
  await user.type(box, "Saw #wo{Enter}");
  await waitFor(() => expect(seen.created).toHaveLength(1));
  expect(options()).toEqual([]);
});
