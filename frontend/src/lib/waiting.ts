import { createStore, useStore } from "./store";

/** A task that was typed while no server was there; kept until it is sent, or discarded. */
export interface QueuedAdd {
  /** Also its idempotency key: sent twice, it is added once. */
  readonly id: string;
  readonly userId: string;
  readonly text: string;
  /** The instant it was typed at: “tomorrow” is the day after that. */
  readonly at: string;
  readonly zone: string;
  /** How the server read it, from the first try on, so that each try sends the same. */
  readonly task?: unknown;
  /** Why the server does not take it. */
  readonly refused?: string;
}

/** What waits, as far as it was read (lib/queue.ts). */
export const queue = createStore<readonly QueuedAdd[]>([]);

/** What waits, in the order it was typed; of everybody who uses this browser. */
export const useQueue = (): readonly QueuedAdd[] => useStore(queue);
