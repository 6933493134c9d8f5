import type { PlaceIn } from "@/api/schema.gen";
import { createStore, useStore } from "./store";
import type { Defaults } from "./task-defaults";

/** What somebody typed that became no task, as there was no server. */
export interface Typed {
  /** Also its idempotency key: sent twice, it is added once. */
  readonly id: string;
  readonly text: string;
  /** Places of the text that are title, whatever they say. */
  readonly literal?: readonly PlaceIn[];
  /** What it has unless its words say otherwise. */
  readonly defaults?: Defaults;
  /** The id of what waits that it is a part of. */
  readonly under?: string | undefined;
  /** How the server read it, from the first try on, so that each try sends the same. */
  readonly task?: unknown;
}

/** A task that was typed while no server was there; kept until it is sent, or discarded. */
export interface QueuedAdd extends Typed {
  readonly userId: string;
  /** The instant it was typed at: “tomorrow” is the day after that. */
  readonly at: string;
  readonly zone: string;
  /** Why the server does not take it. */
  readonly refused?: string;
}

/** What waits, as far as it was read (lib/queue.ts). */
export const queue = createStore<readonly QueuedAdd[]>([]);

/** What waits, in the order it was typed; of everybody who uses this browser. */
export const useQueue = (): readonly QueuedAdd[] => useStore(queue);
