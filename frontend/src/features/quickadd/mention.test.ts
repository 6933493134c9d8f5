import { describe, expect, test } from "vitest";
import { marked, mentionAt, namesFor, withName } from "./mention";

/** The mention where the bar stands. */
const at = (text: string) => mentionAt(text.replace("|", ""), text.indexOf("|"));

describe("a name is being written", () => {
  test("behind a sign at the start of a word, also of a later line and behind emoji", () => {
    expect(at("#|")).toEqual({ sign: "#", typed: "", start: 0, end: 1 });
    expect(at("milk @ho|")).toEqual({ sign: "@", typed: "ho", start: 5, end: 8 });
    expect(at("milk (#wo|")).toMatchObject({ typed: "wo", start: 6 });
    expect(at("🥖 one\n\ttwo #Fami| p1")).toEqual({ sign: "#", typed: "Fami", start: 12, end: 17 });
    expect(at("חלב #בי|")).toMatchObject({ typed: "בי" });
  });

  test("in quotes it may have spaces", () => {
    expect(at('call #"My pro|')).toEqual({ sign: "#", typed: "My pro", start: 5, end: 13 });
    expect(at('call #"My pro|ject" now')).toMatchObject({ start: 5, end: 18 });
    expect(at('call #"My project"|')).toBeNull();
  });

  test("the rest of the word belongs to it", () => {
    expect(at("#wo|rk p1")).toMatchObject({ typed: "wo", start: 0, end: 5 });
  });

  test("nowhere else", () => {
    for (const text of ["C#|", "a@b|", "x.com/#to|", "#work |", "#work,|", "|#work", "@5p|", "|"]) {
      expect(at(text), text).toBeNull();
    }
  });

  test("is found in a long text as soon as in a short one", () => {
    const long = `${'#"a" @b '.repeat(1250)}#wo`;
    expect(mentionAt(long, long.length)).toMatchObject({ typed: "wo", start: long.length - 3 });
  });
});

describe("names that fit", () => {
  const wo = { sign: "#", typed: "wo", start: 0, end: 3 } as const;

  test("are in the order of how well they do, without regard to accents and capitals", () => {
    const names = ["Artwork", "Home works", "WORK", "Wö", "Garden"];
    expect(namesFor(wo, names)).toEqual(["Wö", "WORK", "Home works", "Artwork"]);
  });

  test("are few, each once, and none that the parser could not read", () => {
    const many = Array.from({ length: 300 }, (_, index) => `Work ${index}`);
    expect(namesFor(wo, many)).toHaveLength(6);
    expect(namesFor(wo, ["Work", "work"])).toEqual(["Work"]);
    expect(namesFor({ ...wo, typed: "" }, ['The "best" one', "2026", "🥖"])).toEqual([]);
  });
});

test("a name is in quotes where the parser needs them", () => {
  expect(marked("#", "Work")).toBe("#Work");
  expect(marked("#", "My project")).toBe('#"My project"');
  expect(marked("@", "家")).toBe("@家");
  expect(marked("#", "2nd")).toBe("#2nd");
  expect(marked("@", "2nd")).toBe('@"2nd"');
  expect(marked("@", "e.g.")).toBe('@"e.g."');
});

test("it takes the place of what was written of it, with one space behind", () => {
  const text = "Call #wo tomorrow";
  const mention = { sign: "#", typed: "wo", start: 5, end: 8 } as const;
  expect(withName(text, mention, "Work")).toEqual({ text: "Call #Work tomorrow", caret: 11 });
  const end = { ...mention, start: 0, end: 3 };
  expect(withName("#wo\nnext", end, "My work")).toEqual({
    text: '#"My work" \nnext',
    caret: 11,
  });
});
