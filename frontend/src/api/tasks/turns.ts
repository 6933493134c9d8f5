import type { QueryClient } from "@tanstack/react-query";
import type { TaskOut } from "../schema.gen";
import { knownTask } from "./cache";
import { underWay } from "./under-way";

/**
 * Changes of one task go to the server one after the other, each for the version that the one
 * before it made: neither three keys in a row nor a tick while the panel saves is a conflict with
 * oneself.
 */
const turns = new Map<string, Promise<unknown>>();
const versions = new Map<string, number>();

/** Does the work when it is the task's turn. */
export function inLine<T>(id: string, work: () => Promise<T>): Promise<T> {
  const mine = afterTurns(id)
    .then(work)
    .then((answer) => {
      versions.set(id, Math.max(versionIn(answer, id), madeVersion(id)));
      return answer;
    })
    .finally(() => {
      if (turns.get(id) === mine) turns.delete(id);
    });
  turns.set(id, mine);
  return underWay(mine);
}

/** Does the work when it is the task's turn, with the newest version that is known by then. */
export function inTurn<T>(
  client: QueryClient,
  task: TaskOut,
  work: (task: TaskOut) => Promise<T>,
): Promise<T> {
  return inLine(task.id, () => {
    const known = knownTask(client, task.id)?.version ?? 0;
    return work({ ...task, version: Math.max(task.version, known, madeVersion(task.id)) });
  });
}

/** Waits for what is on its way, so that what comes next starts from its answer. */
export async function afterTurns(id: string): Promise<void> {
  await turns.get(id)?.catch(() => undefined); // whoever asked for it has heard of it
}

/** The version that the last change from here made; 0 if there was none. */
export const madeVersion = (id: string): number => versions.get(id) ?? 0;

function versionIn(answer: unknown, id: string): number {
  if (typeof answer !== "object" || answer === null) return 0;
  if ("version" in answer && typeof answer.version === "number")
    return "id" in answer && answer.id === id ? answer.version : 0;
  return "task" in answer ? versionIn(answer.task, id) : 0;
}
