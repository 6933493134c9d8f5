import type { QueryClient } from "@tanstack/react-query";
import { authorizedFetch } from "@/api/client";
import type { TaskOut } from "@/api/schema.gen";
import { applyToTasks, knownTask, refreshLists } from "@/api/tasks/cache";
import { taskKeys } from "@/api/tasks/keys";
import { isLong } from "@/api/tasks/long-lists";
import { announce, type LiveState, liveState, type TaskChange } from "@/lib/live";
import { Problem, Unreachable } from "@/lib/problem";
import { alone } from "@/lib/secure";
import { SignedOut } from "@/lib/session";
import { type StreamEvent, streamEvents } from "@/lib/sse";

/**
 * Changes come to every tab as they happen, over one stream for the whole browser.
 *
 * The tab that holds a Web Lock listens and tells the others; when it closes, the next one goes on.
 * Browsers open six connections to a server over HTTP/1.1, so a stream a tab would block the app.
 */
type Said =
  | { kind: "change"; change: TaskChange }
  | { kind: "resync" }
  | { kind: "state"; state: LiveState }
  | { kind: "who" };

const LOCK = "rondel.live";
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const REFRESH_MS = 400;

/** Listens until it is told to stop. */
export function startLive(client: QueryClient): () => void {
  const stop = new AbortController();
  const channel = new BroadcastChannel("rondel.live");
  const refresh = gathered(() => void refreshLists(client));

  const take = (said: Said): void => {
    if (said.kind === "change") takeChange(client, said.change, refresh);
    else if (said.kind === "resync") resync(client);
    else if (said.kind === "state") liveState.set(said.state);
  };
  const tell = (said: Said): void => {
    take(said);
    channel.postMessage(said);
  };

  channel.onmessage = (event: MessageEvent<Said>) => take(event.data);
  channel.postMessage({ kind: "who" } satisfies Said);
  alone(LOCK, () => listen(channel, tell, stop.signal), stop.signal).catch((error: unknown) => {
    if (!stop.signal.aborted && !(error instanceof SignedOut)) throw error;
  });
  return () => {
    stop.abort();
    channel.close();
  };
}

/** Everything may be another by now; of long lists what is in view is asked for first. */
function resync(client: QueryClient): void {
  void client.invalidateQueries({ predicate: (query) => !isLong(query.state.data) });
  void refreshLists(client);
}

async function listen(
  channel: BroadcastChannel,
  tell: (said: Said) => void,
  signal: AbortSignal,
): Promise<void> {
  const forget = answerWho(channel);
  let lastId = "";
  let pause = FIRST_PAUSE_MS;
  try {
    while (!signal.aborted) {
      const began = Date.now();
      lastId = await readOnce(lastId, tell, signal);
      if (signal.aborted) return;
      pause = Date.now() - began > LONGEST_PAUSE_MS ? FIRST_PAUSE_MS : pause;
      tell({ kind: "state", state: "lost" });
      await rest(pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  } finally {
    forget();
  }
}

/** One connection, to its end; answers where the next one goes on. Throws SignedOut. */
async function readOnce(
  lastId: string,
  tell: (said: Said) => void,
  signal: AbortSignal,
): Promise<string> {
  let last = lastId;
  try {
    const headers = new Headers(last ? { "last-event-id": last } : {});
    const response = await authorizedFetch(
      new Request(new URL("/api/events", location.origin), { headers, signal }),
    );
    for await (const event of streamEvents(response)) {
      for (const said of meaningOf(event, lastId === "")) tell(said);
      last = event.id ?? last;
    }
  } catch (error) {
    const isOver = signal.aborted || error instanceof Unreachable || error instanceof Problem;
    if (!isOver) throw error;
  }
  return last;
}

/** What an event of the server says to the tabs. A stream that goes on has missed nothing. */
function meaningOf(event: StreamEvent, isFirst: boolean): Said[] {
  if (event.event === "task.changed") return [{ kind: "change", change: JSON.parse(event.data) }];
  if (event.event === "resync") return [{ kind: "resync" }];
  if (event.event !== "ready") return [];
  const live: Said = { kind: "state", state: "live" };
  return isFirst ? [live, { kind: "resync" }] : [live];
}

function answerWho(channel: BroadcastChannel): () => void {
  const answer = (event: MessageEvent<Said>): void => {
    if (event.data.kind === "who") {
      channel.postMessage({ kind: "state", state: liveState.get() } satisfies Said);
    }
  };
  channel.addEventListener("message", answer);
  return () => channel.removeEventListener("message", answer);
}

/** Waits, but no longer than until the browser is online again. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    }
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}

/** Shows a change, unless this browser knows it already: it made it itself. */
function takeChange(client: QueryClient, change: TaskChange, refresh: () => void): void {
  const known = knownTask(client, change.task_id);
  const isEcho = known !== undefined && known.version >= change.task_version;
  announce(change);
  if (isEcho && change.change !== "deleted") return;
  const { task } = change;
  if (task === null) {
    applyToTasks(client, new Set([change.task_id]), () => null);
  } else {
    applyToTasks(client, new Set([task.id]), (shown) => ({
      ...shown,
      title: task.title,
      status: task.status,
      completed: task.status === "done",
      completed_at: task.completed_at,
      labels: [...task.labels],
      project_id: task.project_id,
      section_id: task.section_id,
      priority: PRIORITIES[task.priority - 1] ?? "none",
      version: task.version,
    }));
    void client.invalidateQueries({ queryKey: taskKeys.detail(task.id) });
  }
  refresh();
}

const PRIORITIES: readonly TaskOut["priority"][] = ["high", "medium", "low", "none"];

/** Runs at once, and then at most every so often: hundreds of changes are one reading. */
function gathered(run: () => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let again = false;
  const later = (): void => {
    waiting = undefined;
    if (!again) return;
    again = false;
    start();
  };
  function start(): void {
    run();
    waiting = setTimeout(later, REFRESH_MS);
  }
  return () => {
    if (waiting === undefined) start();
    else again = true;
  };
}
