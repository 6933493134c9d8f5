import type { QueryClient } from "@tanstack/react-query";
import { api, body } from "@/api/client";
import type { TaskCreate } from "@/api/schema.gen";
import { refreshLists } from "@/api/tasks/cache";
import { createTask } from "@/api/tasks/create-task";
import { wordsOf } from "@/components/ui/error-note";
import { liveState } from "@/lib/live";
import { isPassing, Problem } from "@/lib/problem";
import { amend, dequeue, readQueue } from "@/lib/queue";
import { alone } from "@/lib/secure";
import { SignedOut, session } from "@/lib/session";
import { toast } from "@/lib/toasts";
import type { QueuedAdd } from "@/lib/waiting";
import { m } from "@/messages/core";

const LOCK = "rondel.queue";

/** What was typed without a server is sent whenever there is one; answers how to stop it. */
export function startQueue(client: QueryClient): () => void {
  const send = (): void => void sendQueue(client).catch(reportError);
  const look = (): void => {
    if (liveState.get() === "live") send();
  };
  void readQueue();
  look();
  return liveState.subscribe(look);
}

/** Sends what waits, in order, once, by one tab; what the server refuses stays and says why. */
export function sendQueue(client: QueryClient): Promise<void> {
  return alone(LOCK, async () => {
    let sent = 0;
    for (const each of await readQueue()) {
      if (each.refused !== undefined || each.userId !== session.current?.userId) continue;
      const outcome = await sendOne(each);
      if (outcome === "later") break;
      if (outcome === "sent") sent += 1;
    }
    if (sent === 0) return;
    toast({ text: m.sentLater(sent) });
    await refreshLists(client);
  });
}

async function sendOne(each: QueuedAdd): Promise<"sent" | "refused" | "later"> {
  try {
    await createTask(await readAs(each), each.id);
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
  if (each.task !== undefined) return each.task as TaskCreate; // this function put it there
  const { text, at: now, zone } = each;
  const { task } = await body(api.POST("/api/tasks/parse", { body: { text, now, zone } }));
  await amend(each.id, { task });
  return task;
}

const isLater = (error: unknown): boolean =>
  isPassing(error) ||
  error instanceof SignedOut ||
  (error instanceof Problem && error.status === 429);
