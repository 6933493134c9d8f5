import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useRef } from "react";
import type { TaskChange, TaskOut } from "@/api/schema.gen";
import { Conflict, type Saving, save } from "@/api/tasks/save";
import { useTaskChanges } from "@/lib/live";
import { isPassing, Problem } from "@/lib/problem";
import { type Draft, draftKey, draftOf, savedAt, setDraft, standing, useDraft } from "./drafts";
import { isSeries, useScope } from "./scope";

/** A value that the server would refuse; its message says why. */
export class NotWorthSending extends Error {}

/** How a field of a task is read, compared and stored. */
export interface FieldSpec<T> {
  readonly name: string;
  readonly read: (task: TaskOut) => T;
  readonly equal: (one: T, other: T) => boolean;
  readonly fields: (value: T, task: TaskOut) => TaskChange;
  readonly shown?: (value: T, task: TaskOut) => Partial<TaskOut>;
  /** What is wrong with a value that is not worth sending, in words. */
  readonly wrong?: (value: T) => string | null;
  /** Of a series, ask which occurrences are meant. */
  readonly asksScope: boolean;
}

export interface Field<T> {
  /** What is shown: what was typed, else what is stored. */
  readonly value: T;
  readonly stored: T;
  readonly isDirty: boolean;
  readonly isConflict: boolean;
  readonly error: unknown;
  /** It was left without being sent. */
  readonly isHeld: boolean;
  /** Typed, and not sent yet. */
  readonly type: (value: T) => void;
  /** Sends what was typed, or this value. */
  readonly save: (value?: T) => Promise<void>;
  /** As save, of what is chosen and not typed: without an answer it is as it was. */
  readonly pick: (value: T) => Promise<void>;
  readonly revert: () => void;
  /** Mine counts, although somebody changed it meanwhile. */
  readonly keepMine: () => void;
}

/** A field that is edited in place: nothing typed is lost, nothing of others is overwritten. */
export function useField<T>(task: TaskOut, spec: FieldSpec<T>): Field<T> {
  const client = useQueryClient();
  const scope = useScope();
  const key = draftKey(task.id, spec.name);
  const draft = useDraft<T>(key);
  const stored = spec.read(task);
  const { value, isConflict } = standing(stored, draft, spec.equal);
  const latest = useRef<Latest<T>>({ task, spec, scope, stored });
  useEffect(() => {
    latest.current = { task, spec, scope, stored };
  });

  const type = useCallback(
    (next: T): void => setDraft<T>(key, typed(draftOf<T>(key), next, latest.current.stored)),
    [key],
  );

  const saveIt = useCallback(
    async (next?: T): Promise<void> => {
      if (next !== undefined) type(next);
      // What is typed while the first is under way follows it.
      while (await storeDraft<T>(client, key, latest.current));
    },
    [client, key, type],
  );

  const keepMine = useCallback((): void => {
    const own = draftOf<T>(key);
    if (own === undefined) return;
    setDraft<T>(key, { draft: own.draft, base: latest.current.stored, phase: "typed" });
    void saveIt();
  }, [key, saveIt]);

  const pick = useCallback(
    async (next: T): Promise<void> => {
      await saveIt(next);
      if (draftOf<T>(key)?.isHeld) setDraft(key, undefined);
    },
    [key, saveIt],
  );

  useRetry(draft, draft !== undefined && spec.equal(draft.draft, stored), saveIt);
  useLeaving(key, latest, saveIt);
  return {
    value,
    stored,
    isDirty: draft !== undefined,
    isConflict,
    error: draft?.phase === "failed" ? draft.error : undefined,
    type,
    isHeld: draft?.isHeld ?? false,
    save: saveIt,
    pick,
    revert: useCallback(() => setDraft(key, undefined), [key]),
    keepMine,
  };
}

function typed<T>(before: Draft<T> | undefined, value: T, stored: T): Draft<T> {
  if (before === undefined) return { draft: value, base: stored, phase: "typed" };
  const isBusy = before.phase === "saving" || before.phase === "asking";
  const { error: _error, isHeld: _held, ...rest } = before;
  return { ...rest, draft: value, phase: isBusy ? before.phase : "typed" };
}

/** What was sent is stored; what was typed since is left. */
function settle<T>(key: string, sent: T, equal: (one: T, other: T) => boolean): void {
  const own = draftOf<T>(key);
  if (own === undefined) return;
  const isAll = equal(own.draft, sent);
  setDraft<T>(key, isAll ? undefined : { draft: own.draft, base: sent, phase: "typed" });
}

/** Longer than that nobody expects it any more: there is a button. */
const LONGEST_WAIT_SECONDS = 600;

/** What a save that begins now has to know. */
interface Latest<T> {
  readonly task: TaskOut;
  readonly spec: FieldSpec<T>;
  readonly scope: ReturnType<typeof useScope>;
  readonly stored: T;
}

/** Stores a draft, if there is one that can be; answers whether more was typed meanwhile. */
async function storeDraft<T>(
  client: QueryClient,
  key: string,
  { task, spec, scope, stored }: Latest<T>,
): Promise<boolean> {
  if (!isReady(key, spec, stored)) return false;
  const meant = spec.asksScope ? await scope.ask(task) : null;
  const now = draftOf<T>(key);
  if (now === undefined) return false;
  if (meant === "cancelled") {
    setDraft<T>(key, { ...now, phase: "typed", isHeld: true });
    return false;
  }
  setDraft<T>(key, { ...now, phase: "saving", sent: { value: now.draft } });
  try {
    await save(client, savingOf(task, spec, now, meant));
  } catch (error) {
    const { sent: _sent, ...left } = draftOf<T>(key) ?? now;
    const isConflict = error instanceof Conflict; // the field shows both versions
    setDraft<T>(
      key,
      isConflict ? { ...left, phase: "typed" } : { ...left, phase: "failed", error },
    );
    return false;
  }
  settle<T>(key, now.draft, spec.equal);
  savedAt.set((before) => new Map(before).set(task.id, Date.now()));
  return draftOf<T>(key) !== undefined;
}

/** Whether a draft is worth sending; from here on it is on its way. */
function isReady<T>(key: string, spec: FieldSpec<T>, stored: T): boolean {
  const own = draftOf<T>(key);
  if (own === undefined || own.phase === "asking" || own.phase === "saving") return false;
  if (spec.equal(own.draft, stored)) {
    setDraft(key, undefined);
    return false;
  }
  const wrong = spec.wrong?.(own.draft) ?? null;
  if (wrong !== null) {
    setDraft<T>(key, { ...own, phase: "failed", error: new NotWorthSending(wrong) });
    return false;
  }
  setDraft<T>(key, { ...own, phase: "asking" });
  return true;
}

/** The save of a draft: refused here if the field is neither what it was nor what it will be. */
function savingOf<T>(
  task: TaskOut,
  spec: FieldSpec<T>,
  { draft, base }: Draft<T>,
  scope: Saving["scope"],
): Saving {
  const { shown } = spec;
  return {
    taskId: task.id,
    scope,
    fields: (newest) => {
      const current = spec.read(newest);
      if (!spec.equal(current, base) && !spec.equal(current, draft)) throw new Conflict();
      return spec.fields(draft, newest);
    },
    ...(shown ? { shown: (each) => shown(draft, each) } : {}),
  };
}

/** Whatever takes the field away, what was typed is stored, or kept if there is a question first. */
function useLeaving(
  key: string,
  latest: RefObject<{ readonly task: TaskOut; readonly spec: { readonly asksScope: boolean } }>,
  saveIt: () => Promise<void>,
): void {
  useEffect(
    () => () => {
      const own = draftOf(key);
      if (own?.phase !== "typed") return;
      const { task, spec } = latest.current;
      if (spec.asksScope && isSeries(task)) setDraft(key, { ...own, isHeld: true });
      else void saveIt();
    },
    [key, latest, saveIt],
  );
}

/** What failed for want of a connection is sent again when there is one; what came too often, later. */
function useRetry<T>(
  draft: Draft<T> | undefined,
  isStored: boolean,
  again: () => Promise<void>,
): void {
  const error = draft?.phase === "failed" ? draft.error : undefined;
  const isWaiting = isPassing(error);
  useEffect(() => {
    if (!(error instanceof Problem) || error.status !== 429) return undefined;
    if (error.retryAfter === null || error.retryAfter > LONGEST_WAIT_SECONDS) return undefined;
    const timer = setTimeout(() => void again(), error.retryAfter * 1000);
    return () => clearTimeout(timer);
  }, [error, again]);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const retry = (): void => void again();
    window.addEventListener("online", retry);
    return () => window.removeEventListener("online", retry);
  }, [isWaiting, again]);
  // Only its answer was lost.
  useEffect(() => {
    if (isWaiting && isStored) void again();
  }, [isWaiting, isStored, again]);
  // Events come: so the server is there.
  useTaskChanges(() => {
    if (isWaiting) void again();
  });
}
