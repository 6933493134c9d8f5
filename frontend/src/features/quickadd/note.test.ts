import { describe, expect, test } from "vitest";
import { readingOf } from "@/testing/words";
import { editBetween } from "./edits";
import { type Line, linesOf, parentsOf } from "./lines";
import { piecesOf } from "./meaning";
import { askedOf, inserted, type Mark, marksOf, noteOf, takenBack, typed } from "./note";

/** The first line that says something. */
function firstLine(text: string): Line {
  const [line] = linesOf(text);
  if (line === undefined) throw new Error("There is no line");
  return line;
}

const marksIn = (text: string, reading = readingOf(text, {})): Mark[] =>
  marksOf(noteOf(text), linesOf(text), [reading]);

const texts = (text: string, marks: readonly Mark[]): string[] =>
  marks.map((mark) => text.slice(mark.start, mark.end));

describe("colours", () => {
  test.each([
    ["Dentist next friday at 5pm", { "next friday": "due", "at 5pm": "due" }],
    ["اشتر الخبز 🥖 tomorrow p2 @بيت", { tomorrow: "due", p2: "priority", "@بيت": "label" }],
    ["🏳️‍🌈🇩🇪 #Fête every day", { "#Fête": "project", "every day": "repeat" }],
  ] as const)("are the places of the answer: %s", (text, parts) => {
    expect(texts(text, marksIn(text, readingOf(text, parts)))).toEqual(Object.keys(parts));
  });

  test("pieces are the whole text, in order, with colours where marks are", () => {
    const text = "call 🥖 tomorrow p1";
    const marks = marksIn(text, readingOf(text, { tomorrow: "due", p1: "priority" }));
    const pieces = piecesOf(text, marks, [{ start: 0, end: 4 }]);
    expect(pieces.map((piece) => piece.text).join("")).toBe(text);
    expect(pieces.filter((piece) => piece.name).map((piece) => piece.text)).toEqual([
      "tomorrow",
      "p1",
    ]);
    expect(pieces.filter((piece) => piece.isWrong).map((piece) => piece.text)).toEqual(["call"]);
  });

  test("stay while it is read what an edit did not touch, at their new places", () => {
    const before = "🥖 tomorrow milk p1";
    const marks = marksIn(before, readingOf(before, { tomorrow: "due", p1: "priority" }));
    const after = "🥖 tomorrow oat milk p1";
    const note = typed(noteOf(before), after, "🥖 tomorrow oat ".length, marks);
    expect(texts(after, note.kept)).toEqual(["tomorrow", "p1"]);
  });

  test("go where letters were put to what was understood", () => {
    const before = "milk tomorrow";
    const marks = marksIn(before, readingOf(before, { tomorrow: "due" }));
    const kept = (after: string, caret: number): string[] =>
      texts(after, typed(noteOf(before), after, caret, marks).kept);
    expect(kept("milk tomorrows", 14)).toEqual([]);
    expect(kept("milk tomorrow ", 14)).toEqual(["tomorrow"]);
    expect(kept("milk tomorow", 9)).toEqual([]);
    expect(kept("milk xtomorrow", 6)).toEqual([]);
    expect(kept("tomorrow", 0)).toEqual(["tomorrow"]);
  });
});

describe("what is taken back", () => {
  const text = "🥖 buy bread friday p1";
  const reading = readingOf(text, { friday: "due", p1: "priority" });
  const marks = marksIn(text, reading);
  const [friday] = marks;
  const back = takenBack(noteOf(text), friday ? [friday] : [], marks);

  test("is asked about in code points and loses its colour at once", () => {
    expect(askedOf(back, firstLine(text))).toEqual({
      text,
      literal: [{ start: 12, end: 18 }],
    });
    expect(texts(text, back.kept)).toEqual(["p1"]);
  });

  test("moves with what is typed before it", () => {
    const after = `please ${text}`;
    const note = typed(back, after, 7, []);
    expect(
      texts(
        after,
        note.literals.map((each) => ({ ...each, name: "due" })),
      ),
    ).toEqual(["friday"]);
  });

  test("shrinks as it is deleted, and is forgotten when it is gone", () => {
    const shorter = typed(back, text.replace("friday", "frida"), 19, []);
    expect(shorter.literals).toEqual([{ start: 13, end: 18 }]);
    const gone = typed(back, text.replace("friday", ""), 13, []);
    expect(gone.literals).toEqual([]);
  });
});

describe("edits", () => {
  test("are where the caret is, also among letters that are alike", () => {
    expect(editBetween("aa", "aaa", 3)).toEqual({ start: 2, end: 2, length: 1 });
    expect(editBetween("aa", "aaa", 1)).toEqual({ start: 0, end: 0, length: 1 });
    expect(editBetween("aab", "ab", 0)).toEqual({ start: 0, end: 1, length: 0 });
  });

  test("words that a button writes stand apart", () => {
    expect(inserted(noteOf("milk"), "today", 4, []).text).toBe("milk today ");
    expect(inserted(noteOf("milk soon"), "p1", 5, []).text).toBe("milk p1 soon");
    expect(inserted(noteOf(""), "today", 0, []).text).toBe("today ");
  });
});

describe("lines", () => {
  test("each that says something is a task, without its indent", () => {
    const text = "  trip\n\n    passport  \n\ttickets\nmilk";
    expect(linesOf(text).map((line) => line.text)).toEqual(["trip", "passport", "tickets", "milk"]);
    for (const line of linesOf(text)) expect(text.slice(line.start, line.end)).toBe(line.text);
  });

  test("indented ones are parts of the nearest above that is indented less", () => {
    const lines = linesOf("trip\n  bag\n    charger\n  tickets\nmilk\n   oats");
    expect(parentsOf(lines)).toEqual([null, 0, 1, 0, null, 4]);
  });

  test("a list that was pasted loses its bullets, a line alone keeps what it has", () => {
    const words = (text: string): string[] => linesOf(text).map((line) => line.text);
    expect(words("- milk\n- [ ] bread\n  * rye\n3. eggs")).toEqual([
      "milk",
      "bread",
      "rye",
      "eggs",
    ]);
    expect(words("- 5 degrees")).toEqual(["- 5 degrees"]);
    expect(words("- milk\nbread")).toEqual(["- milk", "bread"]);
  });
});
