import type { MessageOut } from "@/api/schema.gen";

/** One line of what was changed, or would be. */
export interface Change {
  readonly task_id: string | null;
  readonly title: string;
  readonly field: string;
  readonly before: string;
  readonly after: string;
}

/** A task as the assistant tells of it. */
export interface ToldTask {
  readonly id: string;
  readonly title: string;
  readonly due: string;
}

/** What became of a tool that was used. With a proposal nothing is changed yet. */
export interface Outcome {
  readonly ok: boolean;
  readonly words: string;
  readonly tasks: readonly ToldTask[];
  readonly changes: readonly Change[];
  readonly undoIds: readonly string[];
  readonly proposalId: string | null;
}

export type Part =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "tool";
      readonly id: string;
      readonly name: string;
      readonly outcome: Outcome | null;
    }
  | { readonly type: "notice"; readonly code: string; readonly text: string }
  | { readonly type: "question"; readonly text: string; readonly options: readonly ToldTask[] };

/** `streaming`: more may come; `stopped`, `broken`: no more will, and what is here stays. */
export type MessageState = "complete" | "streaming" | "stopped" | "broken";

export interface Message {
  readonly id: string;
  readonly role: "user" | "assistant";
  readonly parts: readonly Part[];
  readonly state: MessageState;
  /** What the server said of why it broke off, in words for people. */
  readonly problem?: string;
}

/** A conversation as it is shown. */
export interface Thread {
  readonly conversationId: string | null;
  readonly messages: readonly Message[];
}

export const EMPTY: Thread = { conversationId: null, messages: [] };

export type Action =
  | { readonly type: "reset"; readonly thread: Thread }
  | { readonly type: "said"; readonly id: string; readonly text: string }
  | { readonly type: "event"; readonly event: string; readonly data: unknown }
  | {
      readonly type: "ended";
      readonly how: "end" | "stopped" | "broken";
      readonly problem?: string;
    };

/** The thread after something was said, came, or ended. Unknown events change nothing. */
export function threadReducer(thread: Thread, action: Action): Thread {
  switch (action.type) {
    case "reset":
      return action.thread;
    case "said":
      return withSaid(thread, action.id, action.text);
    case "event":
      return withEvent(thread, action.event, recordOf(action.data));
    case "ended":
      return withEnd(thread, action.how, action.problem);
  }
}

function withSaid(thread: Thread, id: string, text: string): Thread {
  // Said again after it broke off, the same message stands there once.
  const before = thread.messages.filter((message) => message.id !== id && !isAnswerTo(message, id));
  return {
    ...thread,
    messages: [
      ...before,
      { id, role: "user", parts: [{ type: "text", text }], state: "complete" },
      { id: answerId(id), role: "assistant", parts: [], state: "streaming" },
    ],
  };
}

const answerId = (id: string): string => `answer ${id}`;
const isAnswerTo = (message: Message, id: string): boolean => message.id === answerId(id);

type Fields = Readonly<Record<string, unknown>>;

function withEvent(thread: Thread, event: string, data: Fields): Thread {
  if (event === "start") return { ...thread, conversationId: textOf(data.conversation_id) };
  return onLast(thread, (message) => {
    switch (event) {
      case "text":
        return { ...message, parts: withText(message.parts, textOf(data.text)) };
      case "tool_call":
        return withPart(message, partOf({ ...data, type: "tool", outcome: null }));
      case "tool_result":
        return { ...message, parts: withResult(message.parts, data) };
      case "question":
      case "notice":
        return withPart(message, partOf({ ...data, type: event }));
      case "done":
        return { ...message, state: data.state === "interrupted" ? "broken" : "complete" };
      case "error":
        return { ...message, state: "broken", problem: textOf(data.detail) || textOf(data.title) };
      default:
        return message;
    }
  });
}

function withEnd(thread: Thread, how: "end" | "stopped" | "broken", problem?: string): Thread {
  return onLast(thread, (message) => {
    if (message.state !== "streaming") return message;
    // A stream that ends before “done” broke off, however politely.
    const state = how === "stopped" ? "stopped" : "broken";
    return { ...message, state, ...(problem ? { problem } : {}) };
  });
}

function onLast(thread: Thread, change: (message: Message) => Message): Thread {
  const last = thread.messages.at(-1);
  if (last?.role !== "assistant") return thread;
  const after = change(last);
  return after === last
    ? thread
    : { ...thread, messages: [...thread.messages.slice(0, -1), after] };
}

const withPart = (message: Message, part: Part | null): Message =>
  part === null ? message : { ...message, parts: [...message.parts, part] };

function withText(parts: readonly Part[], text: string): readonly Part[] {
  const last = parts.at(-1);
  if (last?.type !== "text") return [...parts, { type: "text", text }];
  return [...parts.slice(0, -1), { type: "text", text: last.text + text }];
}

/** The result at its call, the latest of that id; a result without a call stands for itself. */
function withResult(parts: readonly Part[], data: Fields): readonly Part[] {
  const at = parts.findLastIndex((part) => part.type === "tool" && part.id === data.id);
  const result = partOf({ ...data, type: "tool" });
  if (result === null) return parts;
  return at === -1 ? [...parts, result] : parts.with(at, result);
}

/** What the server has kept of a conversation. */
export function threadOf(conversationId: string, stored: readonly MessageOut[]): Thread {
  return {
    conversationId,
    messages: stored.map((message) => ({
      id: message.id,
      role: message.role,
      parts: message.parts.map((part) => partOf(part)).filter((part) => part !== null),
      state: message.state === "interrupted" ? "broken" : "complete",
    })),
  };
}

/** A part as it can be shown; null for kinds that this version does not know. */
function partOf(data: Fields): Part | null {
  switch (data.type) {
    case "text":
      return { type: "text", text: textOf(data.text) };
    case "tool":
      return {
        type: "tool",
        id: textOf(data.id),
        name: textOf(data.name),
        outcome: data.outcome ? outcomeOf(recordOf(data.outcome)) : null,
      };
    case "notice":
      return { type: "notice", code: textOf(data.code), text: textOf(data.text) };
    case "question":
      return { type: "question", text: textOf(data.text), options: listOf(data.options, toldOf) };
    default:
      return null;
  }
}

function outcomeOf(data: Fields): Outcome {
  return {
    ok: data.ok === true,
    words: textOf(data.words),
    tasks: listOf(data.tasks, toldOf),
    changes: listOf(data.changes, changeOf),
    undoIds: listOf(data.undo_ids, textOf).filter((id) => id !== ""),
    proposalId: textOf(data.proposal_id) || null,
  };
}

function toldOf(value: unknown): ToldTask {
  const data = recordOf(value);
  return { id: textOf(data.id), title: textOf(data.title), due: textOf(data.due) };
}

export function changeOf(value: unknown): Change {
  const data = recordOf(value);
  return {
    task_id: textOf(data.task_id) || null,
    title: textOf(data.title),
    field: textOf(data.field),
    before: textOf(data.before),
    after: textOf(data.after),
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const listOf = <T>(value: unknown, read: (each: unknown) => T): T[] =>
  Array.isArray(value) ? value.map(read) : [];

const recordOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};

/** Whether something was changed already by what a message did. */
export const hasChanged = (message: Message): boolean =>
  message.parts.some(
    (part) =>
      part.type === "tool" &&
      part.outcome !== null &&
      part.outcome.ok &&
      part.outcome.proposalId === null &&
      part.outcome.changes.length > 0,
  );

/** The text of a message without what a card of it says anyway: plain words, once. */
export function textBeside(text: string, message: Message): string {
  const cards = message.parts.flatMap((part) =>
    part.type === "tool" && part.outcome && isCard(part.outcome) ? [part.outcome] : [],
  );
  const said = cards.find(
    ({ words, proposalId }) =>
      words !== "" && (text.trim() === words || (proposalId !== null && text.startsWith(words))),
  );
  return said === undefined ? text : "";
}

/** Whether it is shown as a card: something was changed, would be, or did not work. */
export const isCard = (outcome: Outcome): boolean =>
  !outcome.ok || outcome.proposalId !== null || outcome.changes.length > 0;
