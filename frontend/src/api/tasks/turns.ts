import type { QueryClient } from "@tanstack/react-query";
import type { TaskOut } from "../schema.gen";
import { knownTask } from "./cache";
import { underWay } from "./under-way";

/**
 * Changes of one task go to the server one after the other, each for the version that the one
 * before it made: pressing three keys in a row is no conflict with oneself.
 */
const turns = new Map<string, Promise<unknown>>();
const versions = new Map<string, number>();

/** Does the work when it is the task's turn, with the newest version that is known by then. */
export function inTurn<T>(
  client: QueryClient,
  task: TaskOut,
  work: (task: TaskOut) => Promise<T>,
): Promise<T> {
  const before = turns.get(task.id) ?? Promise.resolve();
  const mine = before
    .catch(() => undefined) // whoever asked for it has heard of it
    .then(() => work(newest(client, task)))
    .then((answer) => {
      const version = versionIn(answer);
      if (version !== undefined) versions.set(task.id, version);
      return answer;
    })
    .finally(() => {
      if (turns.get(task.id) === mine) turns.delete(task.id);
    });
  turns.set(task.id, mine);
  return underWay(mine);
}

function newest(client: QueryClient, task: TaskOut): TaskOut {
  const known = knownTask(client, task.id)?.version ?? 0;
  return { ...task, version: Math.max(task.version, known, versions.get(task.id) ?? 0) };
}

function versionIn(answer: unknown): number | undefined {
  if (typeof answer !== "object" || answer === null) return undefined;
  if ("version" in answer && typeof answer.version === "number") return answer.version;
  return "task" in answer ? versionIn(answer.task) : undefined;
}
