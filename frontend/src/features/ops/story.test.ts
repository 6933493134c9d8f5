import { expect, test } from "vitest";
import type { DeadLetterOut, DeliveryOut, EventOut, WaitingJobOut } from "@/api/schema.gen";
import { sayLater, storiesOf } from "./story";

const EVENT: EventOut = {
  kind: "event",
  id: "e1",
  at: "2026-11-26T08:00:00.000Z",
  type: "reminder.due",
  user_id: "u1",
  task_id: "t1",
  reminder_id: "r1",
  source: "/rondel/reminders",
  trace_id: "abc",
  data: {},
  record: {
    topic: "reminders",
    partition: 4,
    offset: 72,
    recorded_at: "2026-11-26T08:00:00.023Z",
  },
  handled: [{ group: "reminders", at: "2026-11-26T08:00:00.158Z" }],
};

const DELIVERY: DeliveryOut = {
  kind: "delivery",
  id: "d1",
  at: "2026-11-26T08:00:01.500Z",
  event_id: "e1",
  reminder_id: "r1",
  task_id: "t1",
  channel: "email",
  fire_at: "2026-11-26T08:00:00Z",
  state: "sent",
  reason: null,
  attempts: 3,
  resends: 1,
  claimed_until: null,
  answer: "250 Kept",
  sent_at: "2026-11-26T08:00:01.600Z",
  lateness_ms: 1600,
};

const LETTER: DeadLetterOut = {
  kind: "dead_letter",
  id: "l1",
  at: "2026-11-26T08:00:02Z",
  event_id: "e1",
  event_type: "reminder.due",
  group: "notifications",
  failure_kind: "bug",
  error_class: "UndefinedError",
  fingerprint: "63a2",
  attempts: 1,
  first_failed_at: null,
  state: "redriven",
  closed_at: "2026-11-26T09:00:00Z",
  closed_by: "root (command line)",
  close_reason: "mended",
};

const JOB: WaitingJobOut = {
  reminder_id: "01a21473-f1ed-73e4-bc16-e4077694ac71",
  version: 1,
  run_at: "2026-11-27T08:00:00Z",
  partition: 2,
  owner: null,
  parked_reason: "unreadable",
  event_id: "e9",
};

const textsOf = (index: number, ...args: Parameters<typeof storiesOf>): string[] =>
  storiesOf(...args)[index]?.steps.map((step) => `${step.level} ${step.text}`) ?? [];

test("what an event caused stands below it, and not once more by itself", () => {
  const stories = storiesOf({ entries: [EVENT, DELIVERY, LETTER], waiting: [] });
  expect(stories.map((story) => story.title)).toEqual(["reminder.due"]);
  expect(textsOf(0, { entries: [EVENT, DELIVERY, LETTER], waiting: [] })).toEqual([
    "1 reminders worker",
    "3 reminders/4 at offset 72, seen 0.023 s later",
    "4 reminders handled it 0.158 s later",
    "4 notifications: email taken up 1.500 s later, attempt 3, 1 after one in doubt",
    "5 sent, 1,600 ms after its time",
    "6 answer: 250 Kept",
    "4 dead letter of notifications after 1 attempt",
    "5 UndefinedError",
    "6 redriven · by root (command line) · mended",
  ]);
});

test("an event of a call passes the outbox, or waits in it", () => {
  const created = { ...EVENT, type: "task.created", source: "/rondel/api/create_task" };
  expect(textsOf(0, { entries: [created], waiting: [] }).slice(0, 2)).toEqual([
    "1 API create_task",
    "2 outbox",
  ]);
  const waiting = { ...created, record: null, handled: [] };
  expect(textsOf(0, { entries: [waiting], waiting: [] })).toEqual([
    "1 API create_task",
    "2 waits in the outbox",
  ]);
});

test("a consequence whose event is on another page stands by itself", () => {
  const stories = storiesOf({ entries: [DELIVERY, LETTER], waiting: [JOB] });
  expect(stories.map((story) => story.title)).toEqual([
    "delivery",
    "reminder.due",
    "reminder …7694ac71",
  ]);
  expect(stories[2]?.steps.map((step) => step.tone)).toEqual(["waits", "bad"]);
});

test("times between are said as exactly as the server says them", () => {
  expect(sayLater("2026-11-26T08:00:00.5Z", "2026-11-26T08:00:02Z")).toBe("1.500 s later");
});
