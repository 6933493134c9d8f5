import { describe, expect, test } from "vitest";
import { type Entry, groupsOf } from "./entries";
import { rank } from "./rank";

const entry = (title: string, group: Entry["group"] = "do", id = title): Entry => ({
  id,
  title,
  group,
  run: () => undefined,
});

/** Titles of what fits, best first. */
const best = (typed: string, titles: string[]): string[] =>
  titles
    .filter((title) => rank(typed, title) > 0)
    .sort((one, other) => rank(typed, other) - rank(typed, one));

describe("how well something fits", () => {
  test("the start of it, the start of a word, initials, the middle, letters in order", () => {
    const titles = ["Photodiode", "Go to today", "Today", "Tidy old dusty attic", "Log"];
    expect(best("tod", titles)).toEqual([
      "Today",
      "Go to today",
      "Tidy old dusty attic",
      "Photodiode",
    ]);
  });

  test("all words count, in any order, without case and accents", () => {
    expect(rank("date set", "Set the date")).toBeGreaterThan(0);
    expect(rank("date milk", "Set the date")).toBe(0);
    expect(rank("uber", "Über uns")).toBeGreaterThan(0.8);
    expect(rank("بيت", "بيت")).toBe(1);
  });

  test("letters far apart are no fit, nor is one letter in the middle by chance of order", () => {
    expect(rank("tk", "Thirty unrelated words about milk")).toBe(0);
    expect(rank("z", "Today")).toBe(0);
  });
});

describe("groups", () => {
  const entries = [
    entry("Inbox", "go"),
    entry("Add task"),
    entry("Home", "project"),
    entry("Home office", "project"),
    entry("Move to home screen"),
  ];

  test("at first what was used last, then where to go and what to do", () => {
    const groups = groupsOf(
      "",
      entries,
      [],
      [
        { id: "Home", title: "Home" },
        { id: "gone", title: "" },
      ],
    );
    expect(groups.map(({ name, entries: some }) => [name, some.map(({ title }) => title)])).toEqual(
      [
        ["recent", ["Home"]],
        ["go", ["Inbox"]],
        ["do", ["Add task", "Move to home screen"]],
      ],
    );
  });

  test("with words the group with the best fit is first, and tasks keep the server's order", () => {
    const tasks = [entry("Zebra at home", "task"), entry("A home", "task")];
    const groups = groupsOf("home", entries, tasks, []);
    expect(groups.map(({ name }) => name)).toEqual(["project", "do", "task"]);
    expect(groups.at(-1)?.entries).toEqual(tasks);
  });

  test("what was used lately comes before what fits as well", () => {
    const two = [entry("Home work", "project"), entry("Home garden", "project")];
    const order = (recents: { id: string; title: string }[]) =>
      groupsOf("home", two, [], recents)[0]?.entries.map(({ title }) => title);
    expect(order([])).toEqual(["Home work", "Home garden"]);
    expect(order([{ id: "Home garden", title: "" }])).toEqual(["Home garden", "Home work"]);
  });

  test("a group has six at most", () => {
    const many = Array.from({ length: 40 }, (_, index) => entry(`Home ${index}`, "project"));
    expect(groupsOf("home", many, many, []).map((group) => group.entries.length)).toEqual([6, 6]);
  });
});
