import { expect, test } from "vitest";
import { piecesOf, soughtWords, stretchOf } from "./highlight";
import { forget, recent, remember } from "./recent";

test("words and phrases are sought, not what is shut out", () => {
  expect(soughtWords('Red "big house" -blue or -"not this" -')).toEqual(["red", "big house"]);
  expect(soughtWords('"unfinished')).toEqual(["unfinished"]);
  expect(soughtWords("")).toEqual([]);
});

const marked = (text: string, q: string): string =>
  piecesOf(text, soughtWords(q))
    .map((piece) => (piece.isSought ? `[${piece.text}]` : piece.text))
    .join("");

test("what was looked for is marked where a word begins with it", () => {
  expect(marked("Paint the paintbox, repaint", "paint")).toBe("[Paint] the [paint]box, repaint");
  expect(marked("A big  house (red)", '"big house" (red)')).toBe("A [big  house] [(red)]");
  expect(marked("Écoute le Café", "café éco")).toBe("[Éco]ute le [Café]");
  expect(marked("nothing of it", "zzz")).toBe("nothing of it");
});

test("of long notes the stretch around the first find is shown", () => {
  const stretch = stretchOf(`${"before ".repeat(30)}milk\nand ${"after ".repeat(60)}`, ["milk"]);
  expect(stretch).toMatch(/^….*milk and after.*…$/);
  expect(stretch?.length).toBeLessThan(220);
  expect(stretchOf("no find", ["milk"])).toBeNull();
});

test("searches are remembered once, as they were typed to the end", () => {
  for (const words of ["mi", "milk", "tea", "  ", "milk"]) remember(words);
  expect(recent.get()).toEqual(["milk", "tea"]);
  forget("milk");
  expect(JSON.parse(localStorage.getItem("rondel.searches") ?? "")).toEqual(["tea"]);
});
