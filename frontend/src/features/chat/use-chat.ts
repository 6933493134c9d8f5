import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { chatKeys } from "@/api/chat/keys";
import { readConversation } from "@/api/chat/read-conversation";
import { say } from "@/api/chat/say";
import { refreshLists } from "@/api/tasks/cache";
import { wordsOf } from "@/components/ui/error-note";
import { Problem } from "@/lib/problem";
import { randomId } from "@/lib/secure";
import { type Action, EMPTY, type Thread, threadOf, threadReducer } from "./thread";

export interface Chat {
  readonly thread: Thread;
  readonly isBusy: boolean;
  readonly isLoading: boolean;
  /** Why the conversation cannot be shown. */
  readonly error: unknown;
  readonly send: (text: string) => void;
  readonly stop: () => void;
  /** Says again what was said last. */
  readonly again: () => void;
  readonly reload: () => void;
}

interface Sent {
  readonly id: string;
  readonly text: string;
  /** Whether the server has it: then it is not sent under the same id again. */
  hasArrived: boolean;
}

/** A conversation with the assistant; `onBegun` is told the id of a new one. */
export function useChat(wanted: string | null, onBegun: (id: string) => void): Chat {
  const client = useQueryClient();
  const [thread, dispatch] = useReducer(threadReducer, EMPTY);
  const [isBusy, setIsBusy] = useState(false);
  const stopping = useRef<AbortController | null>(null);
  const sent = useRef<Sent | null>(null);
  const current = useRef<string | null>(null);
  const { isLoading, error, reload } = useKept(wanted, current, dispatch, stopping);

  const run = useCallback(
    async (message: Sent): Promise<void> => {
      const stop = new AbortController();
      stopping.current = stop;
      sent.current = message;
      dispatch({ type: "said", id: message.id, text: message.text });
      setIsBusy(true);
      // What comes after somebody went to another conversation is not shown.
      const show = (action: Action): void => {
        if (stopping.current !== stop) return;
        dispatch(action);
        const id = begun(action);
        if (id === null) return;
        current.current = id;
        onBegun(id);
      };
      await converse(message, current.current, stop.signal, show);
      if (stopping.current === stop) stopping.current = null;
      if (stopping.current === null) setIsBusy(false); // else something else was said meanwhile
      await refreshAfter(client);
    },
    [client, onBegun],
  );
  const send = useCallback(
    (text: string) => void run({ id: randomId(), text, hasArrived: false }),
    [run],
  );
  const again = useCallback(() => {
    const last = sent.current ?? lastSaid(thread);
    if (last === null) return;
    const id = last.hasArrived ? randomId() : last.id;
    void run({ id, text: last.text, hasArrived: false });
  }, [run, thread]);
  const stop = useCallback(() => stopping.current?.abort(), []);
  useEffect(() => () => stopping.current?.abort(), []);
  return { thread, isBusy, isLoading, error, send, stop, again, reload };
}

/** Shows what was kept of the conversation that is wanted, unless it is the one that is here. */
function useKept(
  wanted: string | null,
  current: { current: string | null },
  dispatch: (action: { type: "reset"; thread: Thread }) => void,
  stopping: { current: AbortController | null },
) {
  const [isLoading, setIsLoading] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turn asks for the same once more
  useEffect(() => {
    if (wanted === current.current) return;
    const gone = stopping.current;
    stopping.current = null; // what still comes of the other conversation is not shown
    gone?.abort();
    current.current = wanted;
    setError(null);
    dispatch({ type: "reset", thread: EMPTY });
    if (wanted === null) return;
    const stop = new AbortController();
    let isHere = false;
    setIsLoading(true);
    readConversation(wanted, stop.signal)
      .then((stored) => {
        isHere = true;
        dispatch({ type: "reset", thread: threadOf(wanted, stored) });
      })
      .catch((raised: unknown) => {
        if (!stop.signal.aborted) setError(raised);
      })
      .finally(() => {
        if (!stop.signal.aborted) setIsLoading(false);
      });
    return () => {
      stop.abort();
      if (!isHere && current.current === wanted) current.current = NOTHING;
    };
  }, [wanted, turn]);
  return { isLoading, error, reload: () => setTurn((before) => before + 1) };
}

/** The id of no conversation: what is shown is none that was kept. */
const NOTHING = "";

const isKnown = (raised: unknown): boolean =>
  raised instanceof Problem && raised.code === "chat.message_exists";

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null; // a broken piece is no reason to lose the rest
  }
}

/** The conversation that an answer belongs to, if this is what says so. */
function begun(action: Action): string | null {
  if (action.type !== "event" || action.event !== "start") return null;
  const id = (action.data as { conversation_id?: unknown } | null)?.conversation_id;
  return typeof id === "string" ? id : null;
}

/** Says it and shows what comes, to its end, however it ends. */
async function converse(
  message: Sent,
  conversation: string | null,
  signal: AbortSignal,
  show: (action: Action) => void,
): Promise<void> {
  const words = { message: message.text, message_id: message.id };
  const where = conversation ? { conversation_id: conversation } : {};
  try {
    for await (const event of say({ ...words, ...where }, signal)) {
      message.hasArrived = true;
      show({ type: "event", event: event.event, data: parsed(event.data) });
    }
    show({ type: "ended", how: "end" });
  } catch (raised) {
    message.hasArrived ||= isKnown(raised);
    if (signal.aborted) show({ type: "ended", how: "stopped" });
    else show({ type: "ended", how: "broken", problem: wordsOf(raised) });
  }
}

function lastSaid(thread: Thread): Sent | null {
  const last = thread.messages.findLast((message) => message.role === "user");
  const part = last?.parts[0];
  return part?.type === "text" ? { id: randomId(), text: part.text, hasArrived: true } : null;
}

async function refreshAfter(client: ReturnType<typeof useQueryClient>): Promise<void> {
  await Promise.all([
    refreshLists(client),
    client.invalidateQueries({ queryKey: chatKeys.conversations }),
    client.invalidateQueries({ queryKey: chatKeys.proposals }),
    client.invalidateQueries({ queryKey: chatKeys.assistant }),
  ]);
}
