import type { UseStore } from "idb-keyval";

/**
 * What this browser keeps of an account for the time without a network, in IndexedDB.
 *
 * Where browsers forbid that (private windows), nothing is kept, and everything else works.
 */
let opening: Promise<UseStore> | undefined;

// Not needed by the first page, so not part of it.
const library = () => import("idb-keyval");

function opened(): Promise<UseStore> {
  opening ??= library().then(({ createStore }) => createStore("rondel", "kept"));
  return opening;
}

/** What is kept under this name, if anything is. */
export async function kept<T>(key: string): Promise<T | undefined> {
  try {
    const { get } = await library();
    return await get<T>(key, await opened());
  } catch {
    return undefined;
  }
}

/** Keeps what `change` makes of what was kept; no other tab comes between. False if it cannot. */
export async function changeKept<T>(
  key: string,
  change: (before: T | undefined) => T,
): Promise<boolean> {
  try {
    const { update } = await library();
    await update<T>(key, change, await opened());
    return true;
  } catch {
    return false;
  }
}

/** It is kept no longer. */
export async function forget(key: string): Promise<void> {
  try {
    const { del } = await library();
    await del(key, await opened());
  } catch {
    return; // what cannot be opened holds nothing
  }
}
