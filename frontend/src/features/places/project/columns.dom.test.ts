import { describe, expect, test } from "vitest";
import { placedTasks } from "@/api/tasks/place-task";
import { placedTask } from "@/testing/places";
import { columnsOf, NONE, nextOver, targetOf } from "./columns";

const section = (id: string) => ({
  id,
  project_id: "p",
  name: id,
  version: 1,
  created_at: "2026-11-26T14:05:03Z",
  updated_at: "2026-11-26T14:05:03Z",
});
const A = section("A");
const B = section("B");
const tasks = ["a1", "a2", "a3"]
  .map((id) => placedTask(id, { section_id: "A" }))
  .concat([placedTask("x")]);

describe("columns", () => {
  test("what is in no section is first, and no column where there is nothing", () => {
    const named = (all: typeof tasks) => columnsOf([A, B], all).map((column) => column.id);
    expect(named(tasks)).toEqual([NONE, "A", "B"]);
    expect(named(tasks.slice(0, 3))).toEqual(["A", "B"]);
    expect(columnsOf([], []).map((column) => column.id)).toEqual([NONE]);
  });

  test("a section that was deleted elsewhere hides no task", () => {
    const lost = placedTask("lost", { section_id: "gone" });
    expect(columnsOf([A], [lost])[0]?.tasks).toEqual([lost]);
  });
});

describe("where a card goes", () => {
  const columns = columnsOf([A, B], tasks);
  const at = (task: string, over: string) => {
    const target = targetOf(columns, task, over);
    return target && [target.column.id, target.before];
  };

  test("onto a card of its column: before it going up, behind it going down", () => {
    expect(at("a3", "a1")).toEqual(["A", "a1"]);
    expect(at("a1", "a2")).toEqual(["A", "a3"]);
    expect(at("a1", "a3")).toEqual(["A", null]);
  });

  test("onto a card of another column: before it; onto a column: behind all", () => {
    expect(at("x", "a2")).toEqual(["A", "a2"]);
    expect(at("a1", "B")).toEqual(["B", null]);
    expect(at("a1", "A")).toEqual(["A", null]);
  });

  test("where it stands already, nothing is to be done", () => {
    expect(at("a1", "a1")).toBeNull();
    expect(at("a3", "A")).toBeNull();
    expect(at("a1", "unknown")).toBeNull();
  });
});

test("keys go up and down a column, and to the same line of the next one", () => {
  const columns = columnsOf([A, B], tasks);
  expect(nextOver(columns, "a2", "ArrowUp")).toBe("a1");
  expect(nextOver(columns, "a1", "ArrowUp")).toBeNull();
  expect(nextOver(columns, "a3", "ArrowDown")).toBeNull();
  expect(nextOver(columns, "a3", "ArrowLeft")).toBe("x");
  expect(nextOver(columns, "a3", "ArrowRight")).toBe("B");
  expect(nextOver(columns, "B", "ArrowRight")).toBeNull();
  expect(nextOver(columns, "B", "ArrowLeft")).toBe("a1");
});

test("the list shows the card in its new place at once", () => {
  const [first] = tasks;
  if (first === undefined) throw new Error("There are tasks");
  const after = placedTasks(tasks, { task: first, section: "B", before: "a3" });
  expect(after.map((task) => [task.id, task.section_id])).toEqual([
    ["a2", "A"],
    ["a1", "B"],
    ["a3", "A"],
    ["x", null],
  ]);
});
