import { describe, expect, test } from "vitest";
import { type Condition, printCondition } from "./condition";
import { readCondition } from "./read-condition";

const row = (field: string, operator: string, value = "") => ({ field, operator, value });

describe("what rows can show", () => {
  test.each([
    ["", "all", []],
    [
      "done = false && due <= today+7d",
      "all",
      [row("done", "=", "false"), row("due", "<=", "today+7d")],
    ],
    ["today | overdue", "any", [row("due", "=", "today"), row("overdue", "=", "true")]],
    ["p1, p2", "any", [row("priority", "=", "1"), row("priority", "=", "2")]],
    [
      "priority = high AND !@waiting",
      "all",
      [row("priority", "=", "1"), row("labels", "!=", "waiting")],
    ],
    ["#Work & not overdue", "all", [row("project", "=", "Work"), row("overdue", "=", "false")]],
    ["open & !done", "all", [row("done", "=", "false"), row("done", "=", "false")]],
    ["inbox & no date", "all", [row("project", "unset"), row("due", "unset")]],
    ["due != null", "all", [row("due", "set")]],
    ["due < next week", "all", [row("due", "<", "next week")]],
    [
      'labels = "waiting on" && text not like \'a "b"\'',
      "all",
      [row("labels", "=", "waiting on"), row("text", "not like", 'a "b"')],
    ],
    ["search: buy milk", "all", [row("text", "like", "buy milk")]],
    ["2031-11-27", "all", [row("due", "=", "2031-11-27")]],
  ])("%s", (text, join, rows) => {
    expect(readCondition(text)).toEqual({ join, rows });
  });

  test.each([
    "today | overdue & p1", // which of them binds stronger is not for rows to say
    "(p1 | p2) & @home",
    "labels in home, work",
    "@ho*",
    "recurring = true && missed >= 2",
    'text like "a*b"',
    "priority != 5",
    "!due < today",
    "due =",
    "due",
    'title like "open',
    "p1 &",
    "next_reminder < now+1h",
    "constructor",
  ])("%s is more, and stays text", (text) => {
    expect(readCondition(text)).toBeNull();
  });
});

describe("rows as text", () => {
  const conditions: readonly Condition[] = [
    { join: "all", rows: [{ field: "done", operator: "=", value: "false" }] },
    {
      join: "any",
      rows: [
        { field: "labels", operator: "=", value: 'a "quote \\ and 🥖' },
        { field: "project", operator: "!=", value: "null" },
        { field: "section", operator: "unset", value: "" },
        { field: "text", operator: "not like", value: "not" },
        { field: "title", operator: "like", value: "it's, (this)" },
      ],
    },
    {
      join: "all",
      rows: [
        { field: "priority", operator: "<=", value: "2" },
        { field: "due", operator: ">", value: "today-7d" },
        { field: "created", operator: "<", value: "2026-11-27" },
        { field: "completed", operator: "set", value: "" },
      ],
    },
  ];

  test.each(conditions)("are read back as they were (%#)", (condition) => {
    expect(readCondition(printCondition(condition))).toEqual(condition);
  });

  test("a row that says nothing yet is left out", () => {
    const rows: Condition["rows"] = [
      { field: "done", operator: "=", value: "false" },
      { field: "project", operator: "=", value: "" },
    ];
    expect(printCondition({ join: "all", rows })).toBe("done = false");
  });
});
