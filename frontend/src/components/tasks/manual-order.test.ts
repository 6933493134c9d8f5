import { expect, test } from "vitest";
import { aTask } from "@/testing/task-lists";
import type { ListHandle } from "./list-state";
import { amongOf, moveBy, moveToEnd } from "./manual-order";
import type { TaskActions } from "./use-task-actions";

const TASKS = [
  aTask("a", { project_id: "home" }),
  aTask("b", { project_id: "work" }),
  aTask("c", { project_id: "home", section_id: "soon" }),
  aTask("d", { project_id: "home" }),
];

/** A list that mixes places, and what was moved in it. */
function mixed() {
  const moves: unknown[] = [];
  const byId = new Map(TASKS.map((task) => [task.id, task]));
  const move: TaskActions["move"] = ({ task, beside }) => void moves.push([task.id, beside]);
  const list = {
    isManual: true,
    ids: () => TASKS.map(({ id }) => id),
    task: (id: string) => byId.get(id),
    actions: { move },
  } as unknown as ListHandle; // what moving needs of it
  return { list, moves };
}

const [a, , , d] = TASKS as [(typeof TASKS)[0], unknown, unknown, (typeof TASKS)[0]];

test("a task is moved among those of its project and section, past the others", () => {
  const { list, moves } = mixed();
  expect(amongOf(list, a)).toEqual(["a", "d"]);
  moveBy(list, a, 1);
  moveBy(list, a, -1);
  moveToEnd(list, d, "top");
  expect(moves).toEqual([
    ["a", { after: "d" }],
    ["d", { before: "a" }],
  ]);
});
