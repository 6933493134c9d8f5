import { expect, test } from "vitest";
import type { MessageOut } from "@/api/schema.gen";
import {
  EMPTY,
  hasChanged,
  type Message,
  type Part,
  type Thread,
  textBeside,
  threadOf,
  threadReducer,
} from "./thread";

const said = (thread: Thread = EMPTY, id = "m1", text = "delete milk"): Thread =>
  threadReducer(thread, { type: "said", id, text });

const after = (thread: Thread, ...events: [string, unknown][]): Thread =>
  events.reduce(
    (before, [event, data]) => threadReducer(before, { type: "event", event, data }),
    thread,
  );

const last = (thread: Thread): Message => {
  const message = thread.messages.at(-1);
  if (message === undefined) throw new Error("nothing was said");
  return message;
};

const CHANGES = [{ task_id: "t", title: "milk", field: "task", before: "today", after: "deleted" }];
const PROPOSED = { ok: true, words: "Delete “milk”?", changes: CHANGES, proposal_id: "p" };
const DONE = { ok: true, words: "Deleted “milk”.", changes: CHANGES, undo_ids: ["u"] };

test("an answer grows as its events come, and is complete when the server says so", () => {
  const thread = after(
    said(),
    ["start", { conversation_id: "c", message_id: "m1", agent: "built_in" }],
    ["tool_call", { id: "1", name: "delete_task", arguments: {} }],
    ["tool_result", { id: "1", name: "delete_task", outcome: PROPOSED }],
    ["text", { text: "Delete " }],
    ["text", { text: "it?" }],
  );
  expect(thread.conversationId).toBe("c");
  expect(last(thread).state).toBe("streaming");
  expect(last(thread).parts).toEqual([
    {
      type: "tool",
      id: "1",
      name: "delete_task",
      outcome: {
        ok: true,
        words: "Delete “milk”?",
        tasks: [],
        changes: CHANGES,
        undoIds: [],
        proposalId: "p",
      },
    },
    { type: "text", text: "Delete it?" },
  ]);
  expect(last(after(thread, ["done", { state: "complete" }])).state).toBe("complete");
});

test("a stream that ends before it is done broke off, and what came stays", () => {
  const thread = after(said(), ["text", { text: "Half a word" }]);
  const broken = threadReducer(thread, { type: "ended", how: "end" });
  expect(last(broken)).toMatchObject({
    state: "broken",
    parts: [{ type: "text", text: "Half a word" }],
  });
  const stopped = threadReducer(thread, { type: "ended", how: "stopped" });
  expect(last(stopped).state).toBe("stopped");
});

test("the end of a stream changes nothing of an answer that is complete", () => {
  const thread = after(said(), ["text", { text: "Done." }], ["done", { state: "complete" }]);
  expect(threadReducer(thread, { type: "ended", how: "broken", problem: "gone" })).toBe(thread);
});

test("an error of the server is told in its words", () => {
  const thread = after(said(), ["error", { code: "x", title: "Broken", detail: "Say it later." }]);
  expect(last(thread)).toMatchObject({ state: "broken", problem: "Say it later." });
});

test("said again, a message stands there once", () => {
  const broken = threadReducer(said(), { type: "ended", how: "broken" });
  const again = said(broken);
  expect(again.messages.map((message) => message.role)).toEqual(["user", "assistant"]);
  expect(last(again)).toMatchObject({ state: "streaming", parts: [] });
  expect(said(broken, "m2").messages).toHaveLength(4);
});

test("nonsense of a stream breaks nothing", () => {
  const thread = said();
  expect(after(thread, ["text", null], ["surprise", { text: "x" }]).messages).toHaveLength(2);
  const odd = after(thread, ["tool_result", { id: "9", name: "undo", outcome: { words: 5 } }]);
  expect(last(odd).parts).toMatchObject([{ type: "tool", outcome: { ok: false, words: "" } }]);
  expect(last(after(thread, ["question", { options: "none" }])).parts).toEqual([
    { type: "question", text: "", options: [] },
  ]);
  expect(after(EMPTY, ["text", { text: "to nobody" }])).toEqual(EMPTY);
});

test("what the server kept is shown, and unknown parts are passed over", () => {
  const stored = [
    message("user", [{ type: "text", text: "hello" }]),
    message("assistant", [{ type: "hologram" }, { type: "text", text: "Hi" }], "interrupted"),
  ];
  const thread = threadOf("c", stored);
  expect(thread.messages.map(({ state }) => state)).toEqual(["complete", "broken"]);
  expect(last(thread).parts).toEqual([{ type: "text", text: "Hi" }]);
});

test("only what was changed counts as changed: no proposal, no failure", () => {
  const tool = (outcome: object): Thread =>
    after(said(), ["tool_result", { id: "1", name: "delete_task", outcome }]);
  expect(hasChanged(last(tool(DONE)))).toBe(true);
  expect(hasChanged(last(tool(PROPOSED)))).toBe(false);
  expect(hasChanged(last(tool({ ...DONE, ok: false })))).toBe(false);
});

test("text that repeats a card is shown once", () => {
  const thread = after(
    said(),
    ["tool_result", { id: "1", name: "delete_task", outcome: PROPOSED }],
    ["text", { text: "Delete “milk”?\n- milk: deleted\nSay yes." }],
  );
  expect(textBeside("Delete “milk”?\n- milk: deleted", last(thread))).toBe("");
  expect(textBeside("Something else.", last(thread))).toBe("Something else.");
});

function message(
  role: "user" | "assistant",
  parts: readonly (Partial<Part> | { type: string })[],
  state: MessageOut["state"] = "complete",
): MessageOut {
  const created_at = "2026-11-26T09:00:00Z";
  return { id: `${role}`, number: 1, role, parts, state, created_at } as unknown as MessageOut; // also parts that this version does not know
}
