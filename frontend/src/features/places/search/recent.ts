import { session } from "@/lib/session";
import { browserStorage } from "@/lib/storage";
import { createStore, type Store } from "@/lib/store";

const KEY = "rondel.searches";
const MOST = 8;

function read(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(browserStorage.get(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => typeof each === "string") : [];
  } catch {
    return []; // somebody else wrote it; it is written anew with the next search
  }
}

/** What was looked for in this browser, the last first. */
export const recent: Store<readonly string[]> = createStore(read());
session.subscribe((access) => {
  if (access === null) recent.set([]);
});

function keep(words: readonly string[]): void {
  browserStorage.set(KEY, JSON.stringify(words));
  recent.set(words);
}

/** It was looked for now; what it began with before is replaced by it. */
export function remember(words: string): void {
  const said = words.trim();
  if (said === "") return;
  const others = recent.get().filter((each) => !said.toLowerCase().startsWith(each.toLowerCase()));
  keep([said, ...others].slice(0, MOST));
}

export function forget(words: string): void {
  keep(recent.get().filter((each) => each !== words));
}

export function forgetAll(): void {
  keep([]);
}
