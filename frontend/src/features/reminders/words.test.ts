import { expect, test } from "vitest";
import type { ReceiptOut } from "@/api/schema.gen";
import { aReminder, ME } from "@/testing/series";
import { formOf, inputOfForm } from "./form";
import { sayLateness, stepsOf, whyNothing } from "./receipt-steps";
import { canSnooze, inputOf, sayReminder, sayState, shownOf } from "./words";

const NOW = Date.parse("2026-11-27T08:00:00Z");
const say = (change: Parameters<typeof aReminder>[0]) => sayReminder(aReminder(change), ME);

test("reminders in words", () => {
  expect([
    say({ offset: "PT0S" }),
    say({ offset: "-PT10M" }),
    say({ offset: "-PT1H" }),
    say({ offset: "-P1D" }),
    say({ offset: "-P14D" }),
    say({ offset: "-P1DT2H" }),
    say({ offset: "PT90M" }),
    say({ offset: "-PT5M", relative_to: "start" }),
    say({ offset: "PT0S", relative_to: "start" }),
    say({ snooze_of: "other" }),
  ]).toEqual([
    "When it is due",
    "10 minutes before it is due",
    "1 hour before it is due",
    "1 day before it is due",
    "2 weeks before it is due",
    "1 day and 2 hours before it is due",
    "90 minutes after it is due",
    "5 minutes before it starts",
    "When it starts",
    "Put off",
  ]);
  expect(say({ offset: null, at: "2026-11-27T08:00:00Z" })).toMatch(/27.*09:00/);
});

test("how a reminder stands", () => {
  const state = (
    change: Parameters<typeof aReminder>[0],
    words?: { code: string; fires_at: string | null },
  ) =>
    sayState(
      aReminder({ fire_at: "2026-11-27T11:00:00Z", ...change }),
      words && { id: "reminder", text: "", ...words },
      NOW,
      ME,
    );
  expect(state({}).text).toMatch(/^Comes .* 12:00, in 3 hours$/);
  expect(state({ fire_at: "2026-11-27T07:59:59Z" }).text).toBe("Is being sent now");
  expect(state({ state: "sent" }).text).toMatch(/^Sent .* 12:00$/);
  expect(state({ state: "skipped", reason: "past" }).text).toBe(
    "Does not come. Its time had passed when it was made.",
  );
  expect(state({ state: "idle", reason: "no_start" }).text).toContain("no start");
  expect(state({}, { code: "quiet_hours", fires_at: "2026-11-28T06:00:00Z" }).text).toMatch(
    /quiet hours hold it up until .* 07:00$/,
  );
  expect(state({}, { code: "channel_disabled", fires_at: null })).toMatchObject({ tone: "bad" });
  expect(state({}, { code: "vacation", fires_at: null }).text).toContain("vacation");
  // Asked for before it fired: the server knows better than the task that is shown.
  expect(state({}, { code: "sent", fires_at: null }).text).toMatch(/^Sent/);
});

test("only what fired or is about to can be put off", () => {
  const can = (change: Parameters<typeof aReminder>[0]) => canSnooze(aReminder(change), NOW);
  expect([
    can({ state: "sent" }),
    can({ state: "deferred" }),
    can({ fire_at: "2026-11-27T08:59:00Z" }),
    can({ fire_at: "2026-11-27T09:01:00Z" }),
    can({ state: "skipped" }),
    can({ state: "idle", fire_at: null }),
  ]).toEqual([true, true, true, false, false, false]);
});

test("the next one stands first; snoozes that are over and what was removed are not shown", () => {
  const shown = shownOf([
    aReminder({ id: "late", fire_at: "2031-01-02T00:00:00Z" }),
    aReminder({ id: "idle", fire_at: null, state: "idle" }),
    aReminder({ id: "soon", fire_at: "2031-01-01T00:00:00Z" }),
    aReminder({ id: "gone", reason: "removed", state: "cancelled" }),
    aReminder({ id: "over", snooze_of: "soon", state: "cancelled" }),
  ]);
  expect(shown.map(({ id }) => id)).toEqual(["soon", "late", "idle"]);
});

test("a reminder goes back to the server as it came", () => {
  const nag = { every: "PT15M", max: 4, sent: 2 };
  expect(inputOf(aReminder({ nag, urgent: true }))).toEqual({
    offset: "-PT10M",
    relative_to: "due",
    channels: ["email"],
    nag: { every: "PT15M", max: 4 },
    urgent: true,
  });
  expect(
    inputOf(aReminder({ offset: null, relative_to: null, at: "2026-11-27T08:00:00Z" })),
  ).toEqual({
    at: "2026-11-27T08:00:00Z",
    channels: ["email"],
    nag: null,
    urgent: false,
  });
});

test("the form says the same reminder, in the largest unit that fits", () => {
  const form = (offset: string) =>
    formOf(aReminder({ offset }), "relative", "2026-11-27T10:00", ME);
  expect(form("-P7D")).toMatchObject({ amount: 1, unit: "weeks", isBefore: true });
  expect(form("-P1D")).toMatchObject({ amount: 1, unit: "days" });
  expect(form("-PT2H")).toMatchObject({ amount: 2, unit: "hours" });
  expect(form("PT90M")).toMatchObject({ amount: 90, unit: "minutes", isBefore: false });
  expect(form("-P1DT2H")).toMatchObject({ amount: 1560, unit: "minutes" });
  expect(form("PT0S")).toMatchObject({ amount: 0, isBefore: true });
  expect(inputOfForm(form("-P7D"), ME.zone)).toMatchObject({ offset: "-P7D", relative_to: "due" });
  const fresh = formOf(null, "absolute", "2026-11-27T10:00", ME);
  expect(fresh).toMatchObject({ wall: "2026-11-27T10:00", channels: ["email"], nags: false });
  expect(inputOfForm({ ...fresh, nags: true }, "Europe/Berlin")).toEqual({
    at: "2026-11-27T10:00:00+01:00",
    channels: ["email"],
    nag: { every: "PT15M", max: 4 },
    urgent: false,
  });
});

const receipt = (change: Partial<ReceiptOut>): ReceiptOut => ({
  id: "receipt",
  reminder_id: "reminder",
  task_id: "task",
  channel: { id: "email", kind: "email", name: null },
  planned_at: "2026-11-27T08:00:00Z",
  state: "sent",
  reason: null,
  given_up: false,
  words: "",
  sent_at: "2026-11-27T08:00:00.412Z",
  lateness_ms: 412,
  provider_answer: "250 OK",
  attempts: 1,
  resends: 0,
  message_id: null,
  carried_by: null,
  carried_at: null,
  ...change,
});

test("what became of a message, to the millisecond", () => {
  const [planned, sent] = stepsOf(receipt({}), ME);
  expect(planned?.text).toMatch(/^Planned for .* 09:00:00\.000$/);
  expect(sent?.text).toMatch(/^Accepted by the mail server at .* 09:00:00\.412$/);
  expect(sent?.notes).toEqual(["412 ms after its time", "Its answer: 250 OK"]);
  const twice = stepsOf(receipt({ attempts: 3, resends: 1 }), ME);
  expect(twice.at(-1)?.notes).toContain("Tried 3 times");
  expect(twice.at(-1)?.notes.at(-1)).toContain("a second copy may be there");
});

test("other channels are called by their name", () => {
  const channel = { id: "1", kind: "ntfy", name: "My phone" };
  expect(stepsOf(receipt({ channel }), ME).at(-1)?.text).toMatch(/^Accepted by My phone at/);
  expect(whyNothing([receipt({ channel })], NOW, ME).text).toMatch(/^My phone took it/);
});

test.each([
  ["skipped", "task_done", "Not sent. The task was done already."],
  ["cancelled", "removed", "Will not be sent. You removed it."],
  ["deferred", "quiet_hours", "Held up. Your quiet hours held it up."],
  ["idle", "no_due", "Waits for a time. The task has no date that it counts from."],
  ["failed", "550 no such user", "Refused for good. The channel said: 550 no such user"],
  ["sending", "451 try later", "Tried again. The channel said: 451 try later"],
  ["failed", "internal_error", "Not sent. It could not be made; the operators have been told."],
  ["sending", "internal_error", "Tried again. It could not be made; the operators have been told."],
] as const)("%s because of %s", (state, reason, text) => {
  expect(stepsOf(receipt({ state, reason, sent_at: null }), ME).at(-1)?.text).toBe(text);
});

test("no try left is not a refusal, and the channel is not blamed for an error of the server", () => {
  const givenUp = receipt({ state: "failed", reason: "451 try later", given_up: true });
  expect(stepsOf(givenUp, ME).at(-1)?.text).toBe("Given up. The channel said last: 451 try later");
  expect(whyNothing([givenUp], NOW, ME).text).toContain("until no try was left");
  const ours = receipt({ state: "failed", reason: "internal_error", given_up: true });
  expect(whyNothing([ours], NOW, ME)).toEqual({
    text: "It could not be made; the operators have been told. It is not your doing; they may still send it.",
    inSettings: false,
  });
});

test("lateness in words", () => {
  expect([sayLateness(0), sayLateness(999), sayLateness(61_000), sayLateness(-5)]).toEqual([
    "To the millisecond",
    "999 ms after its time",
    "1 minute and 1 second after its time",
    "5 ms before its time",
  ]);
});

test("why nothing arrived, with a way out where there is one", () => {
  const why = (change: Partial<ReceiptOut>) => whyNothing([receipt(change)], NOW, ME);
  expect(why({ state: "planned", planned_at: "2026-11-27T09:00:00Z" }).text).toContain(
    "not time yet",
  );
  expect(why({ state: "planned", planned_at: "2026-11-27T07:00:00Z" }).text).toContain(
    "1 hour ago",
  );
  expect(why({ state: "skipped", reason: "channel_disabled" })).toEqual({
    text: "The channel is switched off. Switch it on again, or choose another channel.",
    inSettings: true,
  });
  expect(why({ state: "skipped", reason: "vacation" }).inSettings).toBe(true);
  expect(why({ state: "skipped", reason: "task_done" })).toEqual({
    text: "The task was done already.",
    inSettings: false,
  });
  expect(
    why({ state: "deferred", reason: "quiet_hours", carried_at: "2026-11-28T06:00:00Z" }).text,
  ).toMatch(/one message with others .* 07:00\.$/);
  expect(why({}).text).toContain("spam folder");
  expect(whyNothing([], NOW, ME).text).toBe("Nothing is planned, so nothing can arrive.");
  // The last message answers, whichever order they come in.
  const older = receipt({ planned_at: "2026-11-26T08:00:00Z", state: "skipped", reason: "past" });
  expect(whyNothing([older, receipt({})], NOW, ME).text).toContain("spam folder");
});
