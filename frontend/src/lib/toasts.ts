import { randomId } from "./secure";
import { createStore } from "./store";

/** What was done, said for some seconds, with a way back. */
export interface Toast {
  readonly id: string;
  readonly text: string;
  readonly tone: "plain" | "error";
  readonly action?: { readonly label: string; readonly run: () => void };
}

export const toasts = createStore<readonly Toast[]>([]);

const MOST = 3;

/** Shows it above the others; answers its id. */
export function toast(said: Omit<Toast, "id" | "tone"> & { tone?: Toast["tone"] }): string {
  const id = randomId();
  toasts.set((before) => [...before.slice(1 - MOST), { tone: "plain", ...said, id }]);
  return id;
}

/** Says something else in a toast that is still there; its time begins anew. */
export function retell(id: string, text: string): void {
  toasts.set((before) => before.map((each) => (each.id === id ? { ...each, text } : each)));
}

/** It is gone. */
export function dismiss(id: string): void {
  toasts.set((before) => before.filter((each) => each.id !== id));
}
