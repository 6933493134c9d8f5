import type { QueryClient } from "@tanstack/react-query";
import { refreshPlaces } from "@/api/places/refresh-places";
import { refreshLists } from "@/api/tasks/cache";
import { isLong } from "@/api/tasks/list-tasks";
import { shownAsOf } from "@/lib/connection";
import {
  type LiveState,
  liveState,
  type Place,
  type PlaceChange,
  type TaskChange,
} from "@/lib/live";
import { alone, instead } from "@/lib/secure";
import { SignedOut } from "@/lib/session";
import { bringsLabel, gathered, takeChange } from "./live-changes";
import { keepListening } from "./live-stream";

/**
 * Changes come to every tab as they happen, over one stream for the whole browser.
 *
 * The tab that holds a Web Lock listens and tells the others; when it closes, the next one goes on.
 * Browsers open six connections to a server over HTTP/1.1, so a stream a tab would block the app.
 * Phones put tabs to sleep with their locks: a tab that is looked at and hears nothing takes over.
 */
export type Said =
  | { kind: "change"; change: TaskChange }
  | { kind: "place"; change: PlaceChange }
  | { kind: "resync" }
  | { kind: "state"; state: LiveState }
  | { kind: "who" };

const LOCK = "rondel.live";
const ANSWER_MS = 4000;

/** Listens until it is told to stop. */
export function startLive(client: QueryClient): () => void {
  const live = new Live(client);
  return () => live.stop();
}

class Live {
  private readonly stopped = new AbortController();
  private readonly channel = new BroadcastChannel("rondel.live");
  private readonly refresh: () => void;
  private readonly refreshPlaces: () => void;
  /** Of these kinds something changed that was not asked for yet. */
  private readonly changed = new Set<Place>();
  private isLeading = false;
  private answer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly client: QueryClient) {
    this.refresh = gathered(() => void refreshLists(client));
    this.refreshPlaces = gathered(() => {
      const kinds = new Set(this.changed);
      this.changed.clear();
      void refreshPlaces(client, kinds);
    });
    this.channel.onmessage = (event: MessageEvent<Said>) => this.hear(event.data);
    document.addEventListener("visibilitychange", this.look);
    this.post({ kind: "who" });
    this.wait();
  }

  stop(): void {
    this.stopped.abort();
    clearTimeout(this.answer);
    document.removeEventListener("visibilitychange", this.look);
    this.channel.close();
    liveState.set("connecting");
  }

  /** Leads as soon as no other tab does. */
  private wait(): void {
    const { signal } = this.stopped;
    void alone(LOCK, () => this.lead(new AbortController()), signal).catch(this.pass);
  }

  /** Leads now: the tab that should is asleep. */
  private takeOver(): void {
    if (!this.isLeading)
      void instead(LOCK, () => this.lead(new AbortController())).catch(this.pass);
  }

  private async lead(term: AbortController): Promise<void> {
    if (this.stopped.signal.aborted) return;
    this.isLeading = true;
    this.term = term;
    try {
      await keepListening(this.tell, AbortSignal.any([this.stopped.signal, term.signal]));
    } finally {
      this.isLeading = false;
    }
  }

  private term: AbortController | undefined;

  /** Another tab took over, or nobody is signed in any more, or the page is left. */
  private readonly pass = (error: unknown): void => {
    this.term?.abort();
    if (this.stopped.signal.aborted || error instanceof SignedOut) return;
    if (error instanceof DOMException && error.name === "AbortError") this.wait();
    else reportError(error);
  };

  private readonly tell = (said: Said): void => {
    this.take(said);
    this.post(said);
  };

  private hear(said: Said): void {
    if (said.kind === "who") {
      if (this.isLeading) this.post({ kind: "state", state: liveState.get() });
      return;
    }
    clearTimeout(this.answer);
    this.take(said);
  }

  private take(said: Said): void {
    if (said.kind === "change") {
      if (bringsLabel(this.client, said.change)) this.takePlace("label");
      takeChange(this.client, said.change, this.refresh);
    } else if (said.kind === "place") this.takePlace(said.change.place);
    else if (said.kind === "resync") this.resync();
    else if (said.kind === "state") this.setState(said.state);
  }

  private takePlace(place: Place): void {
    this.changed.add(place);
    this.refreshPlaces();
  }

  /** Everything may be another by now; of long lists what is in view is asked for first. */
  private resync(): void {
    void this.client.invalidateQueries({ predicate: (query) => !isLong(query.state.data) });
    void refreshLists(this.client);
  }

  private setState(state: LiveState): void {
    const before = liveState.get();
    liveState.set(state);
    if (state !== "live") return;
    shownAsOf.set(null);
    if (before === "lost") {
      // What failed meanwhile would stay failed although everything works again.
      void this.client.invalidateQueries({ predicate: (query) => query.state.status === "error" });
    }
  }

  private readonly look = (): void => {
    if (document.visibilityState !== "visible" || this.isLeading) return;
    clearTimeout(this.answer);
    this.answer = setTimeout(() => this.takeOver(), ANSWER_MS);
    this.post({ kind: "who" });
  };

  private post(said: Said): void {
    if (!this.stopped.signal.aborted) this.channel.postMessage(said);
  }
}
