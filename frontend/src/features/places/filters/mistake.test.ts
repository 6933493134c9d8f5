import { expect, test } from "vitest";
import type { FieldProblem } from "@/api/schema.gen";
import { mended, placeOf } from "./mistake";

const at = (column: number, length: number, suggestion?: string): FieldProblem => ({
  pointer: "/query/filter",
  code: "filter_unknown_field",
  message: "No",
  column,
  length,
  expected: [],
  suggestion: suggestion ?? null,
});

test("the place is counted in characters, also behind some that are two units", () => {
  expect(placeOf("🥖 & prio = 1", at(5, 4))).toEqual({
    before: "🥖 & ",
    wrong: "prio",
    after: " = 1",
  });
});

test("at the end there is nothing, and something is missing there", () => {
  expect(placeOf("due <", at(6, 0))).toEqual({ before: "due <", wrong: "", after: "" });
  expect(placeOf("due <", at(9, 2))).toEqual({ before: "due <", wrong: "", after: "" });
});

test("what was perhaps meant takes the place of what is wrong, and of nothing else", () => {
  expect(mended("🥖🥖 & prio = 1 & prio", at(6, 4, "priority"))).toBe("🥖🥖 & priority = 1 & prio");
  expect(mended("prio = 1", at(1, 4))).toBe("prio = 1");
});
