import { authorizedFetch } from "@/api/client";
import { Problem, Unreachable } from "@/lib/problem";
import { SignedOut, session } from "@/lib/session";
import { type StreamEvent, streamEvents } from "@/lib/sse";
import type { Said } from "./live";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
/** A stream that ends later was good: tokens end, servers are updated. */
const GOOD_MS = 5000;
/** Gaps that are shorter are nobody's business. */
const LOST_AFTER_MS = 5000;
/** The server says something every 15 seconds; who wakes up and has not heard it asks anew. */
const SILENT_MS = 25_000;

interface Ended {
  readonly lastId: string;
  readonly wasGood: boolean;
  /** Milliseconds that the server asks to stay away. */
  readonly wait: number;
}

/**
 * Reads the stream of changes and tells what it says, again and again.
 *
 * It goes on where it stopped (Last-Event-ID), so that nothing is missed. Throws SignedOut.
 */
export async function keepListening(
  tell: (said: Said) => void,
  signal: AbortSignal,
): Promise<void> {
  let outage: ReturnType<typeof setTimeout> | undefined;
  const lose = (): void => tell({ kind: "state", state: "lost" });
  const say = (said: Said): void => {
    if (said.kind === "state") {
      clearTimeout(outage);
      outage = undefined;
    }
    tell(said);
  };
  let lastId = "";
  let pause = FIRST_PAUSE_MS;
  try {
    while (!signal.aborted) {
      const ended = await readOnce(lastId, say, signal);
      if (signal.aborted) return;
      lastId = ended.lastId;
      outage ??= setTimeout(lose, LOST_AFTER_MS);
      if (ended.wasGood) pause = FIRST_PAUSE_MS;
      else {
        await rest(Math.max(ended.wait, pause * (0.5 + Math.random() / 2)), signal);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  } finally {
    clearTimeout(outage);
  }
}

/** One connection, to its end. Throws SignedOut. */
async function readOnce(
  lastId: string,
  tell: (said: Said) => void,
  signal: AbortSignal,
): Promise<Ended> {
  const began = Date.now();
  const connection = watched(signal);
  let last = lastId;
  let isReady = false;
  let wait = 0;
  try {
    const headers = new Headers(last ? { "last-event-id": last } : {});
    const url = new URL("/api/events", location.origin);
    const response = await authorizedFetch(
      new Request(url, { headers, signal: connection.signal }),
    );
    for await (const event of streamEvents(response, { onHeard: connection.heard })) {
      isReady ||= event.event === "ready";
      for (const said of meaningOf(event, lastId === "")) tell(said);
      last = event.id ?? last;
    }
  } catch (error) {
    wait = waitAfter(error, connection.signal);
  } finally {
    connection.release();
  }
  return { lastId: last, wasGood: isReady && Date.now() - began > GOOD_MS, wait };
}

/** How long the server asks to stay away. A mistake of ours is reported, and does not end it all. */
function waitAfter(error: unknown, signal: AbortSignal): number {
  if (error instanceof SignedOut) throw error;
  if (error instanceof Problem) return (error.retryAfter ?? 0) * 1000;
  if (!(error instanceof Unreachable) && !signal.aborted) reportError(error);
  return 0;
}

/** Ends a connection that slept with the machine, and that of somebody who is not here any more. */
function watched(signal: AbortSignal) {
  const own = new AbortController();
  const userId = session.current?.userId;
  let heardAt = Date.now();
  const wake = (): void => {
    if (document.visibilityState !== "hidden" && Date.now() - heardAt > SILENT_MS) own.abort();
  };
  const stop = session.subscribe((access) => {
    if (userId !== undefined && access?.userId !== userId) own.abort();
  });
  document.addEventListener("visibilitychange", wake);
  window.addEventListener("online", wake);
  return {
    signal: AbortSignal.any([signal, own.signal]),
    heard: (): void => {
      heardAt = Date.now();
    },
    release: (): void => {
      stop();
      document.removeEventListener("visibilitychange", wake);
      window.removeEventListener("online", wake);
    },
  };
}

/** What an event of the server says to the tabs. A stream that goes on has missed nothing. */
function meaningOf(event: StreamEvent, isFirst: boolean): Said[] {
  if (event.event === "task.changed") return [{ kind: "change", change: JSON.parse(event.data) }];
  if (event.event === "place.changed") return [{ kind: "place", change: JSON.parse(event.data) }];
  if (event.event === "resync") return [{ kind: "resync" }];
  if (event.event !== "ready") return [];
  const live: Said = { kind: "state", state: "live" };
  return isFirst ? [live, { kind: "resync" }] : [live];
}

/** Waits, but no longer than until the browser is online again, or is looked at again. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    const look = (): void => {
      if (document.visibilityState === "visible") done();
    };
    function done(): void {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      document.removeEventListener("visibilitychange", look);
      signal.removeEventListener("abort", done);
      resolve();
    }
    window.addEventListener("online", done);
    document.addEventListener("visibilitychange", look);
    signal.addEventListener("abort", done);
  });
}
