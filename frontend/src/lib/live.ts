import { useEffect, useRef } from "react";
import { createStore, useStore } from "./store";

/** `lost`: what happens elsewhere is not seen until the stream is back. */
export type LiveState = "connecting" | "live" | "lost";

/** A change of a task, as the event `task.changed` of `GET /api/events` has it. */
export interface TaskChange {
  readonly change: "created" | "updated" | "completed" | "reopened" | "deleted";
  readonly task_id: string;
  readonly task_version: number;
  readonly series_id: string | null;
  /** The task as lists show it; null when it is gone. */
  readonly task: {
    readonly id: string;
    readonly title: string;
    readonly priority: number;
    readonly status: "open" | "done";
    readonly labels: readonly string[];
    readonly due_on: string | null;
    readonly due_at: string | null;
    readonly due_local: string | null;
    readonly zone: string | null;
    readonly completed_at: string | null;
    readonly version: number;
    readonly project_id: string | null;
    readonly section_id: string | null;
  } | null;
}

export type Place = "project" | "section" | "label" | "filter";

/** A project, section, label or filter that is not as it was, as `place.changed` has it. */
export interface PlaceChange {
  readonly place: Place;
  /** Null when several changed at once. */
  readonly place_id: string | null;
}

export const liveState = createStore<LiveState>("connecting");
export const useLiveState = (): LiveState => useStore(liveState);

const listeners = new Set<(change: TaskChange) => void>();

/** Everybody who waits for changes hears of this one. */
export function announce(change: TaskChange): void {
  for (const listener of listeners) listener(change);
}

/** Called with every change, also those that this browser made; answers how to stop it. */
export function onTaskChange(listener: (change: TaskChange) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The listener hears every change as long as the component is there. */
export function useTaskChanges(listener: (change: TaskChange) => void): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => onTaskChange((change) => latest.current(change)), []);
}
