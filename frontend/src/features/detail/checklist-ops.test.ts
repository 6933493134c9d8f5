import { expect, test } from "vitest";
import { addStep, insertStep, moveStep, removeStep, renameStep, type Step } from "./checklist-ops";

const STEPS: readonly Step[] = ["a", "b", "c"].map((id) => ({ id, title: id, is_done: false }));
const titles = (steps: readonly Step[]): string => steps.map((step) => step.title).join("");

test("steps are added, moved, renamed and removed by their ids", () => {
  expect(titles(addStep("d")(STEPS))).toBe("abcd");
  expect(titles(moveStep("a", "c")(STEPS))).toBe("bca");
  expect(titles(moveStep("c", "a")(STEPS))).toBe("cab");
  expect(titles(renameStep("b", "x")(STEPS))).toBe("axc");
  expect(titles(removeStep("b")(STEPS))).toBe("ac");
});

test("what somebody else removed meanwhile is not touched, but what was typed comes back", () => {
  const left = removeStep("b")(STEPS);
  expect(titles(moveStep("b", "c")(left))).toBe("ac");
  expect(titles(moveStep("a", "b")(left))).toBe("ac");
  expect(renameStep("b", "x")(left)).toEqual([...left, { title: "x", is_done: false }]);
});

test("a step that was removed comes back at its place, as a new one", () => {
  const back = insertStep({ id: "b", title: "b", is_done: true }, 1)(removeStep("b")(STEPS));
  expect(back[1]).toEqual({ title: "b", is_done: true });
});
