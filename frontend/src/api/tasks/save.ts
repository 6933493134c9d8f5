import type { QueryClient } from "@tanstack/react-query";
import { Problem } from "@/lib/problem";
import type { ChangedTaskOut, TaskChange, TaskOut } from "../schema.gen";
import { applyToTasks, refreshLists, settleTasks } from "./cache";
import { changeSeries, type Scope } from "./change-series";
import { changeTask } from "./change-task";
import { taskOptions } from "./get-task";
import { taskKeys } from "./keys";
import { inLine, madeVersion } from "./turns";

/** Somebody else changed the same field: both versions are shown. */
export class Conflict extends Error {}

export interface Saving {
  readonly taskId: string;
  /** What is sent, made from the newest version. Throws Conflict if that cannot be. */
  readonly fields: (task: TaskOut) => TaskChange;
  /** How the task looks until the server has answered. */
  readonly shown?: (task: TaskOut) => Partial<TaskOut>;
  /** Which occurrences are meant; null: as a plain edit. */
  readonly scope: Scope | null;
}

const MOST_TRIES = 4;

/**
 * Stores a change of a task, one after the other, always over the version that was seen.
 *
 * A task that was changed meanwhile (412) is read anew; the change goes on if its fields are as
 * they were. Throws Conflict, Problem, Unreachable, SignedOut.
 */
export function save(client: QueryClient, saving: Saving): Promise<ChangedTaskOut> {
  return inLine(saving.taskId, () => saveNow(client, saving));
}

async function saveNow(client: QueryClient, saving: Saving): Promise<ChangedTaskOut> {
  for (let tries = 1; ; tries += 1) {
    const task = await newest(client, saving.taskId, tries > 1);
    try {
      return await send(client, task, saving);
    } catch (error) {
      const isOld = error instanceof Problem && error.status === 412;
      if (!isOld || tries === MOST_TRIES) throw await afterRefusal(client, task.id, error);
    }
  }
}

async function send(client: QueryClient, task: TaskOut, saving: Saving): Promise<ChangedTaskOut> {
  const { scope, shown } = saving;
  const fields = saving.fields(task);
  await client.cancelQueries({ queryKey: taskKeys.detail(task.id) });
  const ids = new Set([task.id]);
  if (shown) applyToTasks(client, ids, (each) => ({ ...each, ...shown(each) }));
  try {
    const answer = await (scope === null
      ? changeTask({ task, fields })
      : changeSeries({ task, fields, scope }));
    void settleTasks(client, [answer]);
    return answer;
  } catch (error) {
    const former = shown?.(task);
    if (former) {
      const old = pick(task, former);
      // What came from the server meanwhile is newer than both.
      applyToTasks(client, ids, (each) =>
        each.version > task.version ? each : { ...each, ...old },
      );
    }
    throw error;
  }
}

/** Those fields of the task that `like` has. */
function pick(task: TaskOut, like: Partial<TaskOut>): Partial<TaskOut> {
  const names = new Set(Object.keys(like));
  return Object.fromEntries(Object.entries(task).filter(([name]) => names.has(name)));
}

/** What was refused may be so because what is shown is old. */
async function afterRefusal(client: QueryClient, id: string, error: unknown): Promise<unknown> {
  if (error instanceof Problem) {
    void client.invalidateQueries({ queryKey: taskKeys.detail(id) });
    void refreshLists(client);
  } else {
    // Nobody knows whether it was stored: the next try asks first.
    void client.invalidateQueries({ queryKey: taskKeys.detail(id), refetchType: "none" });
  }
  return error;
}

/** The task as the server has it: what is known to be old, or is being read, is awaited. */
async function newest(client: QueryClient, id: string, isOld: boolean): Promise<TaskOut> {
  const state = client.getQueryState<TaskOut>(taskKeys.detail(id));
  const task = state?.data;
  const isKnown = !isOld && !state?.isInvalidated;
  if (isKnown && task && task.version >= madeVersion(id)) return task;
  // Without a network it fails at once instead of waiting for one: the words stay, and say so.
  // The answer has parts of a task only if `fields` asks for them.
  return (await client.fetchQuery({
    ...taskOptions(id),
    staleTime: 0,
    networkMode: "always",
    retry: false,
  })) as TaskOut;
}
