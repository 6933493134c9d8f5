import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { ReminderIn, TaskOut } from "@/api/schema.gen";
import { taskKeys } from "@/api/tasks/keys";
import { toasts } from "@/lib/toasts";
import { undoLatest } from "@/lib/undo";
import { aReminder, aTask, held, listening, refusal, renderPart, signedIn } from "@/testing/series";
import { RemindersSection } from "./reminders-section";

vi.setConfig({ testTimeout: 20_000 });
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function start(task: TaskOut) {
  const change = listening("patch", "/api/tasks/task", ({ body }) =>
    body.reminders.some(({ channels }: { channels?: string[] }) => channels?.includes("gone"))
      ? refusal("/reminders/0/channels", "There is no such channel.")
      : { ...task, version: 4, undo_id: "undo", reminders_kept: [] },
  );
  const snooze = listening("post", "/api/reminders/reminder/snooze", () => ({
    id: "snooze",
    fire_at: "2031-01-31T08:10:00Z",
    state: "scheduled",
  }));
  const takeBack = listening("delete", "/api/reminders/reminder/snooze", () => ({}));
  const receipts = listening("get", "/api/reminders/reminder/deliveries", () => ({
    items: [
      {
        id: null,
        reminder_id: "reminder",
        task_id: "task",
        channel: null,
        planned_at: "2026-11-26T08:00:00Z",
        state: "skipped",
        reason: "quiet_hours",
        words: "",
        sent_at: null,
        lateness_ms: null,
        given_up: false,
        provider_answer: null,
        attempts: 0,
        resends: 0,
        message_id: null,
        carried_by: null,
        carried_at: null,
      },
    ],
  }));
  server.use(
    ...signedIn,
    listening("get", "/api/tasks/task/schedule", () => ({
      text: "",
      sentences: [],
      next: [],
      reminders: [],
    })).handler,
    listening("get", "/api/tasks/task", () => ({ ...task })).handler,
    listening("get", "/api/channels", () => ({
      items: [{ id: "phone", kind: "ntfy", name: "My phone", enabled: true }],
    })).handler,
    change.handler,
    snooze.handler,
    takeBack.handler,
    receipts.handler,
  );
  const { client } = renderPart(<RemindersSection task={task} />);
  return { user: userEvent.setup(), change, snooze, takeBack, client };
}

test("nothing reminds: one is added by one click, beside what is there", async () => {
  const { user, change } = start(aTask({ reminders: [aReminder()] }));
  expect(await screen.findByText("10 minutes before it is due")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Remind me …" }));
  await user.click(await screen.findByRole("menuitem", { name: "1 day before it is due" }));
  await waitFor(() => expect(change.asked).toHaveLength(1));
  expect(change.asked[0]?.body.reminders).toEqual([
    {
      offset: "-PT10M",
      relative_to: "due",
      channels: ["email"],
      nag: null,
      urgent: false,
    },
    { offset: "-P1D", relative_to: "due" },
  ]);
  expect(change.asked[0]?.headers.get("if-match")).toBe('"3"');
  expect(await screen.findByText("Reminder added.")).toBeVisible();
});

test("what was changed here last is what Ctrl+Z takes back", async () => {
  const { user } = start(aTask({ reminders: [aReminder()] }));
  const undo = listening("post", "/api/undo/undo", () => ({ tasks: [] }));
  server.use(undo.handler);
  await user.click(await screen.findByRole("button", { name: /^More about the reminder/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Remove" }));
  expect(await screen.findByText("Reminder removed.")).toBeVisible();
  expect(undoLatest()).toBe(true);
  await waitFor(() => expect(undo.asked).toHaveLength(1));
  expect(await screen.findByText("Taken back.")).toBeVisible();
});

const offsetsOf = ({ body }: { body: { reminders: ReminderIn[] } }) =>
  body.reminders.map(({ offset }) => offset);

test("removing one while another is being added takes only that one away", async () => {
  const first = aTask({ reminders: [aReminder()] });
  const { user } = start(first);
  const both = [aReminder(), aReminder({ id: "new", offset: "-P1D" })];
  const adding = held(() => ({ ...first, version: 4, reminders: both, undo_id: null }));
  const change = listening("patch", "/api/tasks/task", () => adding.answer());
  server.use(change.handler);
  expect(await screen.findByText("10 minutes before it is due")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Remind me …" }));
  await user.click(await screen.findByRole("menuitem", { name: "1 day before it is due" }));
  await waitFor(() => expect(change.asked).toHaveLength(1));
  await user.click(screen.getByRole("button", { name: /^More about the reminder/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Remove" }));
  adding.letGo();
  await waitFor(() => expect(change.asked.map(offsetsOf)).toEqual([["-PT10M", "-P1D"], ["-P1D"]]));
});

test("one that came from elsewhere stays, though no more than that is known of it yet", async () => {
  const first = aTask({ reminders: [aReminder()] });
  const { user, change, client } = start(first);
  expect(await screen.findByText("10 minutes before it is due")).toBeVisible();
  await waitFor(() => expect(client.getQueryData(taskKeys.detail("task"))).toBeDefined());
  const second = {
    ...first,
    version: 40,
    reminders: [aReminder(), aReminder({ id: "new", offset: "-P1D" })],
  };
  server.use(listening("get", "/api/tasks/task", () => second).handler);
  // As live changes do: the version at once, all else when it is asked for.
  client.setQueryData(taskKeys.detail("task"), { ...first, version: 40 });
  void client.invalidateQueries({ queryKey: taskKeys.detail("task"), refetchType: "none" });
  await user.click(screen.getByRole("button", { name: /^More about the reminder/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Remove" }));
  await waitFor(() => expect(change.asked.map(offsetsOf)).toEqual([["-P1D"]]));
  expect(change.asked[0]?.headers.get("if-match")).toBe('"40"');
});

test("a task without a date has nothing to count from", async () => {
  const { user } = start(aTask({ due: null }));
  expect(await screen.findByText("Nothing reminds of this task.")).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Remind me …" }));
  const items = await screen.findAllByRole("menuitem");
  expect(items.map((item) => item.textContent)).toEqual(["At a date and time …"]);
});

test("twenty are the most", async () => {
  start(
    aTask({
      reminders: Array.from({ length: 20 }, (_, index) =>
        aReminder({ id: `r${index}`, offset: `-PT${index + 1}M` }),
      ),
    }),
  );
  expect(await screen.findByText(/20 reminders are the most/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Remind me …" })).toBeNull();
});

test("a reminder is changed: lead, channels, nagging; a refusal keeps the dialog", async () => {
  const { user, change } = start(
    aTask({ reminders: [aReminder({ channels: ["email", "gone"] })] }),
  );
  await user.click(await screen.findByRole("button", { name: /^More about the reminder/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Change" }));
  const dialog = within(await screen.findByRole("dialog"));
  const amount = dialog.getByLabelText("How many");
  expect(amount).toHaveValue("10");
  await user.clear(amount);
  await user.type(amount, "2");
  await user.selectOptions(dialog.getByLabelText("Unit"), "hours");
  await user.click(await dialog.findByLabelText("My phone"));
  await user.click(dialog.getByLabelText("Remind me again until it is done"));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  expect(await dialog.findByText("There is no such channel.")).toBeVisible();
  await user.click(dialog.getByLabelText("Another channel"));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(change.asked[1]?.body.reminders).toEqual([
    {
      offset: "-PT2H",
      relative_to: "due",
      channels: ["email", "phone"],
      nag: { every: "PT15M", max: 4 },
      urgent: false,
    },
  ]);
});

test("without a channel it cannot be kept", async () => {
  const { user } = start(aTask({ reminders: [aReminder()] }));
  await user.click(await screen.findByRole("button", { name: /^More about the reminder/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Change" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByLabelText(/^Email/));
  expect(dialog.getByText("Choose one at least.")).toBeVisible();
  expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
});

test("one at a fixed time is an instant in the account's zone", async () => {
  const { user, change } = start(aTask());
  await user.click(await screen.findByRole("button", { name: "Remind me …" }));
  await user.click(await screen.findByRole("menuitem", { name: "At a date and time …" }));
  const dialog = within(await screen.findByRole("dialog"));
  const moment = dialog.getByLabelText("Date and time");
  await user.clear(moment);
  await user.type(moment, "2031-07-01T09:30");
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() =>
    expect(change.asked[0]?.body.reminders[0].at).toBe("2031-07-01T09:30:00+02:00"),
  );
});

test("a refusal is told of although the dialog was closed before it came", async () => {
  const { user } = start(aTask({ reminders: [aReminder()] }));
  const refusing = held(() => refusal("/reminders/0/channels", "There is no such channel."));
  const change = listening("patch", "/api/tasks/task", () => refusing.answer());
  server.use(change.handler);
  await user.click(await screen.findByRole("button", { name: /^More about the reminder/ }));
  await user.click(await screen.findByRole("menuitem", { name: "Change" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(change.asked).toHaveLength(1));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  refusing.letGo();
  await waitFor(() =>
    expect(toasts.get()).toMatchObject([{ tone: "error", text: "There is no such channel." }]),
  );
});

test("a date that is left empty does not matter to one that counts from the due time", async () => {
  const { user, change } = start(aTask());
  await user.click(await screen.findByRole("button", { name: "Remind me …" }));
  await user.click(await screen.findByRole("menuitem", { name: "At a date and time …" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.clear(dialog.getByLabelText("Date and time"));
  await user.click(dialog.getByLabelText("Before or after"));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(change.asked.map(offsetsOf)).toEqual([["-PT30M"]]));
});

test("years have four digits, in a reminder and in what it is put off until", async () => {
  const late = "12026-07-01T09:30";
  const { user, change, snooze } = start(aTask({ reminders: [aReminder({ state: "sent" })] }));
  const type = (label: string, button: string): HTMLElement => {
    const dialog = within(screen.getByRole("dialog"));
    const input = dialog.getByLabelText(label);
    fireEvent.change(input, { target: { value: late } });
    fireEvent.click(dialog.getByRole("button", { name: button }));
    return input;
  };
  await user.click(await screen.findByRole("button", { name: "Remind me …" }));
  await user.click(await screen.findByRole("menuitem", { name: "At a date and time …" }));
  await screen.findByRole("dialog");
  expect(type("Date and time", "Save")).toBeInvalid();
  await user.keyboard("{Escape}");
  await user.click(await screen.findByRole("button", { name: "Snooze" }));
  await user.click(await screen.findByRole("menuitem", { name: "At another time …" }));
  await screen.findByRole("dialog");
  expect(type("Remind me at", "Snooze")).toBeInvalid();
  expect([...change.asked, ...snooze.asked]).toEqual([]);
});

test("what fired is put off, and that is taken back", async () => {
  const sent = aReminder({ state: "sent", fire_at: "2026-11-26T08:00:00Z" });
  const { user, snooze, takeBack } = start(aTask({ reminders: [sent] }));
  await user.click(await screen.findByRole("button", { name: "Snooze" }));
  await user.click(await screen.findByRole("menuitem", { name: "In 10 minutes" }));
  expect((await screen.findAllByText(/^Put off until .* 09:10\.$/))[0]).toBeVisible();
  expect(snooze.asked[0]?.body).toEqual({ preset: "10m" });
  expect(snooze.asked[0]?.headers.get("idempotency-key")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(takeBack.asked).toHaveLength(1));
});

test("a refused snooze is told of although its dialog was closed before", async () => {
  const { user } = start(aTask({ reminders: [aReminder({ state: "sent" })] }));
  const refusing = held(() => refusal("/until", "That is in the past."));
  const snooze = listening("post", "/api/reminders/reminder/snooze", () => refusing.answer());
  server.use(snooze.handler);
  await user.click(await screen.findByRole("button", { name: "Snooze" }));
  await user.click(await screen.findByRole("menuitem", { name: "At another time …" }));
  const dialog = within(await screen.findByRole("dialog"));
  await user.click(dialog.getByRole("button", { name: "Snooze" }));
  await waitFor(() => expect(snooze.asked).toHaveLength(1));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  refusing.letGo();
  await waitFor(() =>
    expect(toasts.get()).toMatchObject([{ tone: "error", text: "That is in the past." }]),
  );
});

test("one that waits put off can be taken back in its row", async () => {
  const snooze = aReminder({ id: "snooze", snooze_of: "reminder" });
  const { user, takeBack } = start(aTask({ reminders: [snooze] }));
  await user.click(await screen.findByRole("button", { name: "Take back" }));
  await waitFor(() => expect(takeBack.asked).toHaveLength(1));
});

test("nothing became yet of one that is still to come", async () => {
  start(aTask({ reminders: [aReminder()] }));
  expect(await screen.findByText("10 minutes before it is due")).toBeVisible();
  expect(screen.queryByRole("button", { name: "What became of it" })).toBeNull();
});

test("why nothing arrived, with the way to where it can be changed", async () => {
  const { user } = start(
    aTask({ reminders: [aReminder({ state: "skipped", reason: "quiet_hours" })] }),
  );
  await user.click(await screen.findByRole("button", { name: "What became of it" }));
  await user.click(await screen.findByRole("button", { name: "Why did nothing arrive?" }));
  expect(
    screen.getByText(/^Your quiet hours held it up\. It comes when they are over\./),
  ).toBeVisible();
  expect(screen.getByRole("link", { name: "Notification settings" })).toHaveAttribute(
    "href",
    "/settings/notifications",
  );
});

test("done tasks keep their reminders to look at, and no more", async () => {
  start(aTask({ status: "done", reminders: [aReminder({ state: "sent" })] }));
  expect(await screen.findByText("10 minutes before it is due")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Snooze" })).toBeNull();
  expect(screen.queryByRole("button", { name: /More about/ })).toBeNull();
  expect(screen.queryByRole("button", { name: "Remind me …" })).toBeNull();
});
