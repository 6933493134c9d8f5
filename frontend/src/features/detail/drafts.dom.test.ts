import { describe, expect, test } from "vitest";
import { setDraft, standing } from "./drafts";

const same = (one: string, other: string): boolean => one === other;

describe("a field that is edited", () => {
  test("shows what is typed, and what is stored otherwise", () => {
    expect(standing("a", undefined, same)).toEqual({ value: "a", isConflict: false });
    expect(standing("a", { draft: "b", base: "a", phase: "typed" }, same)).toEqual({
      value: "b",
      isConflict: false,
    });
  });

  test("is in conflict when somebody else gave it another value", () => {
    const draft = { draft: "mine", base: "a", phase: "typed" } as const;
    expect(standing("theirs", draft, same)).toEqual({ value: "mine", isConflict: true });
    expect(standing("mine", draft, same).isConflict).toBe(false);
  });

  test("is none when its own save comes back while more is typed", () => {
    const draft = { draft: "mine, more", base: "a", sent: { value: "mine" }, phase: "saving" };
    expect(standing("mine", { ...draft, phase: "saving" }, same).isConflict).toBe(false);
  });
});

test("the browser asks before it closes on what is typed and not stored", () => {
  const leave = (): boolean =>
    window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
  expect(leave()).toBe(true);
  setDraft("id title", { draft: "b", base: "a", phase: "failed" });
  expect(leave()).toBe(false);
  setDraft("id title", undefined);
  expect(leave()).toBe(true);
});
