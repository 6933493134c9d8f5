import { session } from "@/lib/session";
import { createStore, useStore } from "@/lib/store";

/**
 * What was typed into fields of tasks and is not stored yet.
 *
 * It outlives the panel: whatever closes it, and whatever the server says, the words are there
 * when the task is opened again.
 */
export interface Draft<T = unknown> {
  readonly draft: T;
  /** What the field had when this was begun: another value now is somebody else's. */
  readonly base: T;
  /** What is under way to the server. */
  readonly sent?: { readonly value: T };
  readonly phase: "typed" | "asking" | "saving" | "failed";
  readonly error?: unknown;
  /** Typed and left, without an answer which occurrences are meant. */
  readonly isHeld?: boolean;
}

type Drafts = ReadonlyMap<string, Draft>;

const drafts = createStore<Drafts>(new Map());

/** Tasks of which something was stored, and when: told quietly. */
export const savedAt = createStore<ReadonlyMap<string, number>>(new Map());

// Whom the server signs out in the middle of a word finds it again; nobody else does.
let owner = session.current?.userId;
session.subscribe((access) => {
  const isSame = access === null ? session.endedBy !== "user" : access.userId === owner;
  if (isSame) return;
  if (owner !== undefined) {
    drafts.set(new Map());
    savedAt.set(new Map());
  }
  owner = access?.userId ?? owner;
});

// The browser asks before it throws away what is typed and not stored, also of a closed panel.
window.addEventListener("beforeunload", (event) => {
  if (drafts.get().size > 0) event.preventDefault();
});

/** The key of a field; a task's keys start with its id. */
export const draftKey = (taskId: string, field: string): string => `${taskId} ${field}`;

export function draftOf<T>(key: string): Draft<T> | undefined {
  // Each key is written by the one field that has it, with values of one type.
  return drafts.get().get(key) as Draft<T> | undefined;
}

export function useDraft<T>(key: string): Draft<T> | undefined {
  return useStore(drafts).get(key) as Draft<T> | undefined;
}

/** Keeps a draft, or forgets it. */
export function setDraft<T>(key: string, draft: Draft<T> | undefined): void {
  drafts.set((before) => {
    const after = new Map(before);
    if (draft === undefined) after.delete(key);
    else after.set(key, draft);
    return after;
  });
}

/** How it stands with what was typed into a task: the worst of its fields counts. */
export function useSaveState(taskId: string): "clean" | "typed" | "saving" | "failed" {
  const own = [...useStore(drafts)].filter(([key]) => key.startsWith(`${taskId} `));
  const phases = new Set(own.map(([, draft]) => draft.phase));
  if (phases.has("failed")) return "failed";
  if (phases.has("saving")) return "saving";
  return phases.size > 0 ? "typed" : "clean";
}

/** The fields of a task that have a draft, of those whose name starts so. */
export function useDraftNames(taskId: string, start: string): string[] {
  const prefix = draftKey(taskId, start);
  const keys = [...useStore(drafts).keys()].filter((key) => key.startsWith(prefix));
  return keys.map((key) => key.slice(taskId.length + 1));
}

/** What a field shows, and whether somebody else changed it while it was edited. */
export function standing<T>(
  current: T,
  draft: Draft<T> | undefined,
  equal: (one: T, other: T) => boolean,
): { readonly value: T; readonly isConflict: boolean } {
  if (draft === undefined) return { value: current, isConflict: false };
  const known = [draft.draft, draft.base, ...(draft.sent ? [draft.sent.value] : [])];
  return { value: draft.draft, isConflict: !known.some((value) => equal(value, current)) };
}
