import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createQueryClient } from "@/api/query-client";
import type { SessionOut, TaskOut } from "@/api/schema.gen";
import { session } from "@/lib/session";
import { taskOf } from "@/testing/open-task";
import { granted, json, problem, takeNetwork } from "@/testing/server";
import { completeTask } from "./complete-task";
import { taskKeys } from "./keys";
import { save } from "./save";
import { inTurn } from "./turns";

let task: TaskOut;
let refusals: number;

/** A server that has the task, and takes changes of its newest version alone. */
beforeEach(() => {
  session.begin(granted("t") as unknown as SessionOut);
  task = taskOf({ id: crypto.randomUUID() });
  let stored = task;
  refusals = 0;
  takeNetwork((request) => {
    if (!request.url.includes(task.id)) return json({ items: [], next_cursor: null });
    if (request.method === "GET") return json(stored);
    if (request.headers.get("if-match") !== `"${stored.version}"`) {
      refusals += 1;
      return problem(412);
    }
    stored = { ...stored, version: stored.version + 1 };
    return json({ ...stored, undo_id: null, reminders_kept: [] });
  });
});

afterEach(() => vi.unstubAllGlobals());

function start() {
  const client = createQueryClient();
  client.setQueryData(taskKeys.detail(task.id), task);
  return {
    saves: () => save(client, { taskId: task.id, fields: () => ({ title: "Other" }), scope: null }),
    ticks: () => inTurn(client, task, completeTask),
  };
}

test("a tick while the panel saves waits for it, and is for the version that it makes", async () => {
  const { saves, ticks } = start();
  const [saved, ticked] = await Promise.all([saves(), ticks()]);
  expect([saved.version, ticked.version]).toEqual([2, 3]);
});

test("a save while a tick is under way waits for it, and is not refused", async () => {
  const { saves, ticks } = start();
  const [ticked, saved] = await Promise.all([ticks(), saves()]);
  expect([ticked.version, saved.version]).toEqual([2, 3]);
  expect(refusals).toBe(0);
});
