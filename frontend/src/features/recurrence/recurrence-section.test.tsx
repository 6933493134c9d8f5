import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { RecurrenceOut } from "@/api/schema.gen";
import { toasts } from "@/lib/toasts";
import { aTask, held, listening, refusal, renderPart, signedIn } from "@/testing/series";
import { RecurrenceSection } from "./recurrence-section";

vi.setConfig({ testTimeout: 20_000 });
const server = setupServer();
beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const KEPT: RecurrenceOut = {
  rrule: "FREQ=MONTHLY;BYMONTHDAY=-1",
  anchor: "schedule",
  missed_policy: "collapse",
  reset_subtasks: true,
  auto_skip_minutes: null,
  exdates: [],
  rdates: [],
};
const monthly = aTask({ recurrence: KEPT, series_id: "series", slot: "2031-01-31T09:00:00" });

const schedule = () =>
  listening("get", "/api/tasks/task/schedule", () => ({
    text: "",
    sentences: [
      {
        code: "rule",
        text: "Comes back on the last day of every month at 09:00; then Fri 28 Feb.",
      },
      { code: "month_end_clamped", text: "Short months end earlier." },
    ],
    next: [{ slot: "2031-02-28T09:00:00", at: "2031-02-28T08:00:00Z" }],
    reminders: [],
  }));

const preview = (answer?: (rrule: string) => ReturnType<typeof refusal> | null) =>
  listening("post", "/api/recurrence/preview", ({ body }) => {
    const refused = answer?.(body.rrule) ?? null;
    return (
      refused ?? {
        rrule: body.rrule,
        text: `said ${body.rrule}`,
        of: null,
        dates: [
          { slot: "2031-01-31T09:00:00", at: "2031-01-31T08:00:00Z", number: null, note: null },
          {
            slot: "2031-03-31T02:30:00",
            at: "2031-03-31T00:30:00Z",
            number: null,
            note: { code: "gap", date: "2031-03-31", at: "", text: "31 Mar: 03:30, clocks skip" },
          },
        ],
        dst_notes: [],
        warnings: [],
      }
    );
  });

async function openEditor() {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /Change|Repeat …/ }));
  const dialog = within(await screen.findByRole("dialog"));
  await dialog.findByText(/^said /);
  return { user, dialog };
}

test("says how a task comes back, when next, and what else is to know", async () => {
  server.use(...signedIn, schedule().handler);
  renderPart(<RecurrenceSection task={monthly} />);
  expect(await screen.findByText("on the last day of every month at 09:00")).toBeVisible();
  expect(screen.getByText(/^Then .*(28 Feb|Feb 28).* 09:00$/)).toBeVisible();
  expect(screen.getByText("Short months end earlier.")).toBeInTheDocument();
});

test("a task of the 31st shows what short months do, and keeps what was chosen", async () => {
  const rule = preview();
  const change = listening("patch", "/api/tasks/task", () => ({
    ...aTask(),
    undo_id: "undo",
    reminders_kept: [],
  }));
  server.use(...signedIn, rule.handler, change.handler);
  renderPart(<RecurrenceSection task={aTask()} />);
  const { user, dialog } = await openEditor();
  await user.click(dialog.getByRole("button", { name: "Monthly" }));
  const short = within(dialog.getByRole("group", { name: "When a month has no 31st" }));
  expect(short.getByLabelText("Its last day instead")).toBeChecked();
  await user.click(short.getByLabelText("Skip that month"));
  expect(await dialog.findByText("said FREQ=MONTHLY;BYMONTHDAY=31")).toBeVisible();
  expect(dialog.getByText("31 Mar: 03:30, clocks skip")).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(change.asked).toHaveLength(1));
  expect(change.asked[0]?.body.recurrence).toMatchObject({ rrule: "FREQ=MONTHLY;BYMONTHDAY=31" });
  expect(change.asked[0]?.headers.get("if-match")).toBe('"3"');
  expect(await screen.findByText(/^Comes back: said/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Undo" })).toBeVisible();
});

test("weekdays, interval and end are clicked together", async () => {
  const rule = preview();
  server.use(...signedIn, rule.handler);
  renderPart(<RecurrenceSection task={aTask()} />);
  const { user, dialog } = await openEditor();
  await user.click(dialog.getByRole("button", { name: "Monday" }));
  const every = dialog.getByLabelText("Every: How many");
  await user.clear(every);
  await user.type(every, "2");
  await user.click(dialog.getByLabelText("After"));
  const text = "said FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;WKST=MO;COUNT=10";
  expect(await dialog.findByText(text)).toBeVisible();
  expect(dialog.getByText("Weeks start on Monday.")).toBeVisible();
});

test("the last weekday cannot be taken away", async () => {
  server.use(...signedIn, preview().handler);
  renderPart(<RecurrenceSection task={aTask()} />);
  const { user, dialog } = await openEditor();
  const friday = dialog.getByRole("button", { name: "Friday" });
  await user.click(friday);
  expect(friday).toHaveAttribute("aria-pressed", "true");
});

test("a date of the preview is left out, and comes back", async () => {
  const rule = preview();
  server.use(...signedIn, rule.handler);
  renderPart(<RecurrenceSection task={aTask()} />);
  const { user, dialog } = await openEditor();
  await user.click(
    dialog.getByRole("button", {
      name: /^Leave out .*31 January.* 09:00$|^Leave out .*January 31.* 09:00$/,
    }),
  );
  await waitFor(() => expect(rule.asked.at(-1)?.body.exdates).toEqual(["2031-01-31T09:00:00"]));
  await user.click(await dialog.findByRole("button", { name: /^Bring .* back$/ }));
  await waitFor(() => expect(dialog.queryByRole("button", { name: /^Bring/ })).toBeNull());
});

test("what the server says of a typed rule stands at its place, and it cannot be kept", async () => {
  const rule = preview((text) =>
    text.includes("FOO") ? refusal("/rrule", "No such part.") : null,
  );
  server.use(...signedIn, rule.handler);
  renderPart(<RecurrenceSection task={aTask()} />);
  const { user, dialog } = await openEditor();
  await user.click(dialog.getByText("More"));
  const field = dialog.getByLabelText("As RRULE (RFC 5545)");
  await user.clear(field);
  await user.type(field, "FREQ=DAILY;FOO=1");
  await waitFor(() => expect(field).toHaveAccessibleDescription("No such part."));
  expect(field).toBeInvalid();
  expect(dialog.getByRole("button", { name: "Save" })).toBeDisabled();
});

test("a series asks which ones; a refusal is shown and nothing is lost", async () => {
  const series = listening("patch", "/api/tasks/task/series", () =>
    refusal("/recurrence/rrule", "Too frequent."),
  );
  server.use(...signedIn, schedule().handler, preview().handler, series.handler);
  renderPart(<RecurrenceSection task={monthly} />);
  const { user, dialog } = await openEditor();
  await user.click(dialog.getByRole("button", { name: "Daily" }));
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await user.click(dialog.getByRole("button", { name: /^All of them/ }));
  expect(await dialog.findByText("Too frequent.")).toBeVisible();
  expect(series.asked[0]).toMatchObject({
    search: "?scope=all",
    body: { recurrence: { rrule: "FREQ=DAILY" } },
  });
  await user.click(dialog.getByRole("button", { name: "Back" }));
  expect(dialog.getByRole("button", { name: "Daily" })).toHaveAttribute("aria-pressed", "true");
});

test("a refusal is told of although the dialog was closed before it came", async () => {
  const refusing = held(() => refusal("/recurrence/rrule", "Too frequent."));
  const change = listening("patch", "/api/tasks/task", () => refusing.answer());
  server.use(...signedIn, preview().handler, change.handler);
  renderPart(<RecurrenceSection task={aTask()} />);
  const { user, dialog } = await openEditor();
  await user.click(dialog.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(change.asked).toHaveLength(1));
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  refusing.letGo();
  await waitFor(() =>
    expect(toasts.get()).toMatchObject([{ tone: "error", text: "Too frequent." }]),
  );
});

test("stopping says what happens to the open one before it does it", async () => {
  const change = listening("patch", "/api/tasks/task", () => ({
    ...aTask(),
    undo_id: null,
    reminders_kept: [],
  }));
  server.use(...signedIn, schedule().handler, preview().handler, change.handler);
  renderPart(<RecurrenceSection task={monthly} />);
  const { user, dialog } = await openEditor();
  await user.click(dialog.getByRole("button", { name: "Stop repeating" }));
  expect(dialog.getByText(/stays as a single task\. None follows it\./)).toBeVisible();
  expect(change.asked).toHaveLength(0);
  await user.click(dialog.getByRole("button", { name: "Stop repeating" }));
  await waitFor(() => expect(change.asked[0]?.body).toEqual({ recurrence: null }));
});
