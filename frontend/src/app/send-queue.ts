import type { QueryClient } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import type { TaskCreate } from "@/api/schema.gen";
import { refreshLists } from "@/api/tasks/cache";
import { createTask } from "@/api/tasks/create-task";
import { wordsOf } from "@/components/ui/error-note";
import { liveState } from "@/lib/live";
import { isForLater, Problem } from "@/lib/problem";
import { amend, dequeue, readQueue } from "@/lib/queue";
import { alone } from "@/lib/secure";
import { SignedOut, session } from "@/lib/session";
import { withDefaults } from "@/lib/task-defaults";
import { toast } from "@/lib/toasts";
import { type QueuedAdd, queue } from "@/lib/waiting";
import { m } from "@/messages/core";

const LOCK = "rondel.queue";
const AGAIN_MS = 30_000;

/** What was typed without a server is sent whenever there is one; answers how to stop it. */
export function startQueue(client: QueryClient): () => void {
  const send = (): void => void sendQueue(client).catch(reportError);
  const look = (): void => {
    if (liveState.get() === "live") send();
  };
  void readQueue();
  look();
  const stop = liveState.subscribe(look);
  // A server that has enough for a moment stays live: nothing else would send it again.
  const again = setInterval(() => queue.get().length > 0 && look(), AGAIN_MS);
  return () => {
    clearInterval(again);
    stop();
  };
}

/** Sends what waits, in order, once, by one tab; what the server refuses stays and says why. */
export function sendQueue(client: QueryClient): Promise<void> {
  return alone(LOCK, async () => {
    let sent = 0;
    for (const { id } of await readQueue()) {
      // It may have been discarded meanwhile, or know by now what it is a part of.
      const each = queue.get().find((one) => one.id === id);
      if (each === undefined || !isReady(each)) continue;
      const outcome = await sendOne(each);
      if (outcome === "later") break;
      if (outcome === "sent") sent += 1;
    }
    if (sent === 0) return;
    toast({ text: m.sentLater(sent) });
    await refreshLists(client);
  });
}

/** Parts wait for what they are a part of, as long as that waits. */
const isReady = ({ refused, userId, under }: QueuedAdd): boolean =>
  refused === undefined &&
  userId === session.current?.userId &&
  !queue.get().some((other) => other.id === under);

async function sendOne(each: QueuedAdd): Promise<"sent" | "refused" | "later"> {
  try {
    const { id: parent_id } = await createTask(await readAs(each), each.id);
    for (const part of queue.get().filter((other) => other.under === each.id)) {
      await amend(part.id, { under: undefined, defaults: { ...part.defaults, parent_id } });
    }
  } catch (error) {
    if (isLater(error)) return "later";
    if (!(error instanceof Problem)) throw error;
    await amend(each.id, { refused: wordsOf(error) });
    toast({ text: m.notTaken(each.text), tone: "error" });
    return "refused";
  }
  await dequeue(each.id);
  return "sent";
}

/** The task that the text was when it was typed. */
async function readAs(each: QueuedAdd): Promise<TaskCreate> {
  const { text, literal = [], defaults = {}, at: now, zone } = each;
  // It is one that was made here, or as quick add read it.
  if (each.task !== undefined) return withDefaults(each.task as TaskCreate, defaults);
  const asked = { text, literal: [...literal], now, zone };
  const { task } = await body(api.POST("/api/tasks/parse", { body: asked }));
  await amend(each.id, { task });
  return withDefaults(task, defaults);
}

const isLater = (error: unknown): boolean => isForLater(error) || error instanceof SignedOut;
