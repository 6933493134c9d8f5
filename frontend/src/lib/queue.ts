import { changeKept, forget, kept } from "./kept";
import { type QueuedAdd, queue, type Typed } from "./waiting";

const KEY = "queue";
const channel = new BroadcastChannel("rondel.queue");
channel.onmessage = () => void readQueue();

/** What waits, newly read; other tabs may have added to it. */
export async function readQueue(): Promise<readonly QueuedAdd[]> {
  const all = (await kept<readonly QueuedAdd[]>(KEY)) ?? unkept;
  queue.set(all);
  return all;
}

/** Without IndexedDB it lives as long as this page. */
let unkept: readonly QueuedAdd[] = [];

async function change(edit: (all: readonly QueuedAdd[]) => readonly QueuedAdd[]): Promise<void> {
  const isKept = await changeKept<readonly QueuedAdd[]>(KEY, (before) => edit(before ?? []));
  if (!isKept) unkept = edit(unkept);
  await readQueue();
  channel.postMessage("changed");
}

/** All of it is sent in this order when the server is there again. */
export async function enqueue(
  typed: readonly Typed[],
  by: { readonly userId: string; readonly zone: string },
): Promise<void> {
  const at = new Date().toISOString();
  await change((all) => [...all, ...typed.map((each) => ({ ...each, at, ...by }))]);
}

/** It is not sent, or was. */
export const dequeue = (id: string): Promise<void> =>
  change((all) => all.filter((each) => each.id !== id));

/** What is known about it now. */
export const amend = (
  id: string,
  known: Partial<Pick<QueuedAdd, "task" | "under" | "defaults">> & { refused?: string | undefined },
): Promise<void> =>
  change((all) =>
    all.map((each) => {
      if (each.id !== id) return each;
      const { refused: _before, ...rest } = each;
      const { refused, ...more } = known;
      return { ...rest, ...more, ...(refused === undefined ? {} : { refused }) };
    }),
  );

/** Nothing waits any more. */
export async function forgetQueue(): Promise<void> {
  unkept = [];
  await forget(KEY);
  queue.set([]);
  channel.postMessage("changed");
}
