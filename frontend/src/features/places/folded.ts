import { session } from "@/lib/session";
import { browserStorage } from "@/lib/storage";
import { createStore, useStore } from "@/lib/store";

const KEY = "rondel.folded";

function read(): ReadonlySet<string> {
  return new Set((browserStorage.get(KEY) ?? "").split(" ").filter(Boolean));
}

const folded = createStore(read());
session.subscribe((access) => {
  if (access === null) folded.set(new Set());
});

/** Whether a part of a page is folded, and how to change that; this browser remembers it. */
export function useFolded(id: string): [boolean, () => void] {
  const isFolded = useStore(folded).has(id);
  return [isFolded, () => keep(id, !isFolded)];
}

function keep(id: string, isFolded: boolean): void {
  const after = new Set(folded.get());
  if (isFolded) after.add(id);
  else after.delete(id);
  browserStorage.set(KEY, [...after].join(" "));
  folded.set(after);
}
