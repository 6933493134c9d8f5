import { changeKept, forget, kept } from "./kept";
import { randomId } from "./secure";
import { type QueuedAdd, queue } from "./waiting";

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

/** It is sent when the server is there again. */
export async function enqueue(text: string, by: { userId: string; zone: string }): Promise<void> {
  const each: QueuedAdd = { id: randomId(), text, at: new Date().toISOString(), ...by };
  await change((all) => [...all, each]);
}

/** It is not sent, or was. */
export const dequeue = (id: string): Promise<void> =>
  change((all) => all.filter((each) => each.id !== id));

/** What is known about it now. */
export const amend = (
  id: string,
  known: { task?: unknown; refused?: string | undefined },
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
