import { expect, test } from "vitest";
import { isChord, keyNames } from "./keys";

test("keys have the names of their keyboard", () => {
  expect(keyNames("mod+k", false)).toEqual([["Ctrl", "K"]]);
  expect(keyNames("mod+k", true)).toEqual([["⌘", "K"]]);
  expect(keyNames("g t", false)).toEqual([["G"], ["T"]]);
  expect(keyNames("alt+ArrowUp", true)).toEqual([["⌥", "↑"]]);
  expect(keyNames("?", false)).toEqual([["?"]]);
  expect(keyNames("mod++", false)).toEqual([["Ctrl", "+"]]);
});

test("a modifier makes keys safe beside typing", () => {
  expect(["mod+k", "alt+ArrowUp", "shift+x", "g t"].map(isChord)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
