import { createStore } from "@/lib/store";

/** A task that stayed as it was, and why. */
export interface Refusal {
  readonly id: string;
  readonly title: string;
  readonly why: string;
}

/** What the last change of several tasks left undone; a window shows it until it is closed. */
export interface BulkReport {
  readonly asked: number;
  readonly refused: readonly Refusal[];
}

export const bulkReport = createStore<BulkReport | null>(null);

/** How far a change of more tasks than the server takes at once has come; null if there is none. */
export const bulkProgress = createStore<{ readonly done: number; readonly of: number } | null>(
  null,
);
