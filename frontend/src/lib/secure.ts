/**
 * What browsers offer on https and localhost alone, with what does the same elsewhere: people run
 * this on the plain http of their own network, too.
 */

/** A new random id. */
export function randomId(): string {
  if ("randomUUID" in crypto) return crypto.randomUUID();
  const hex = Array.from(bytesOf(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [8, 12, 16, 20].reduceRight((id, at) => `${id.slice(0, at)}-${id.slice(at)}`, hex);
}

function bytesOf(length: number): Uint8Array {
  return (crypto as Crypto).getRandomValues(new Uint8Array(length));
}

/** Runs `work` while no other tab runs work of this name; without locks, at once. */
export function alone<T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const locks = lockManager();
  if (locks === undefined) return work();
  return locks.request(name, signal ? { signal } : {}, work) as Promise<T>;
}

/** Runs `work` at once and takes its name from the tab that has it, whose `alone` then rejects. */
export function instead<T>(name: string, work: () => Promise<T>): Promise<T> {
  const locks = lockManager();
  if (locks === undefined) return work();
  return locks.request(name, { steal: true }, work) as Promise<T>;
}

export const lockManager = (): LockManager | undefined =>
  navigator.locks as LockManager | undefined;
