import { describe, expect, test } from "vitest";
import type { TaskCreate, TaskOut } from "@/api/schema.gen";
import { Problem, Unreachable } from "@/lib/problem";
import { readingOf } from "@/testing/words";
import { type Adder, addAll, NoParent, NoTitle } from "./adding";
import { type Note, noteOf } from "./note";

interface Sent {
  readonly body: TaskCreate;
  readonly key: string;
}

const refused = (status: number): Problem =>
  new Problem(
    { type: "t", code: "c", title: "No", status, detail: "", instance: "" },
    status === 429 ? 3 : null,
  );

/** A server that reads `!` as a lonely date, and fails for titles as it is told. */
function serverThat(fails: (title: string) => unknown = () => null) {
  const sent: Sent[] = [];
  const projects: string[] = [];
  const adder: Adder = {
    keys: new Map(),
    read: async ({ text }) => readingOf(text, text === "today" ? { today: "due" } : {}),
    create: async (body, key) => {
      sent.push({ body, key });
      const error = fails(body.title);
      if (error) throw error;
      // Only what adding looks at; the rest of a task plays no part in it.
      return { id: `id of ${body.title}`, title: body.title } as TaskOut;
    },
    makeProject: async (name) => {
      projects.push(name);
      return `id of ${name}`;
    },
  };
  return { adder, sent, projects };
}

const titles = (sent: readonly Sent[]): string[] => sent.map(({ body }) => body.title);
const notes = (left: readonly { note: Note }[]): string[] => left.map(({ note }) => note.text);

describe("lines become tasks", () => {
  test("in their order, parts with their parent and without the day of the page", async () => {
    const { adder, sent } = serverThat();
    const outcome = await addAll(
      noteOf("trip\n  bag\nmilk"),
      { due: { date: "2026-11-26" } },
      adder,
    );
    expect(sent.map(({ body }) => body)).toEqual([
      { title: "trip", due: { date: "2026-11-26" } },
      { title: "bag", parent_id: "id of trip" },
      { title: "milk", due: { date: "2026-11-26" } },
    ]);
    expect(outcome.left).toEqual([]);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(3);
  });

  test("one that fails is left as it was written, and the others are added", async () => {
    const { adder, sent } = serverThat((title) => (title === "two" ? refused(422) : null));
    const { added, left } = await addAll(noteOf("one\ntwo\nthree"), {}, adder);
    expect(titles(sent)).toEqual(["one", "two", "three"]);
    expect(added.map((task) => task.title)).toEqual(["one", "three"]);
    expect(notes(left)).toEqual(["two"]);
    expect(left[0]?.error).toMatchObject({ status: 422 });
  });

  test("a date alone is no task", async () => {
    const { adder, sent } = serverThat();
    const { left } = await addAll(noteOf("today\nmilk"), {}, adder);
    expect(titles(sent)).toEqual(["milk"]);
    expect(left[0]?.error).toBeInstanceOf(NoTitle);
  });

  test("parts of what failed wait with it, with their indent", async () => {
    const { adder, sent } = serverThat((title) => (title === "trip" ? refused(422) : null));
    const { left } = await addAll(noteOf("trip\n  bag\n    charger\nmilk"), {}, adder);
    expect(titles(sent)).toEqual(["trip", "milk"]);
    expect(notes(left)).toEqual(["trip", "  bag", "    charger"]);
    expect(left[1]?.error).toBeInstanceOf(NoParent);
  });

  test("a part that failed alone still knows its parent the next time", async () => {
    let isDown = true;
    const { adder, sent } = serverThat((title) =>
      title === "bag" && isDown ? refused(422) : null,
    );
    const { left } = await addAll(noteOf("trip\n  bag"), {}, adder);
    isDown = false;
    const [bag] = left;
    if (bag === undefined) throw new Error("Nothing is left");
    await addAll(bag.note, {}, adder);
    expect(sent.at(-1)?.body).toEqual({ title: "bag", parent_id: "id of trip" });
  });
});

describe("each once", () => {
  test.each([
    ["no answer", () => new Unreachable(null)],
    ["a fault", () => refused(503)],
    ["too many requests", () => refused(429)],
  ])("after %s all that follow wait, and are sent again with the same keys", async (_, error) => {
    let isDown = true;
    const { adder, sent } = serverThat((title) => (title === "two" && isDown ? error() : null));
    const { added, left } = await addAll(noteOf("one\ntwo\nthree"), {}, adder);
    expect(titles(sent)).toEqual(["one", "two"]);
    expect(added).toHaveLength(1);
    expect(notes(left)).toEqual(["two", "three"]);
    isDown = false;
    await addAll(noteOf(notes(left).join("\n")), {}, adder);
    expect(titles(sent)).toEqual(["one", "two", "two", "three"]);
    expect(sent[2]?.key).toBe(sent[1]?.key);
  });

  test("the same line twice is two tasks, each with its key", async () => {
    const { adder, sent } = serverThat();
    await addAll(noteOf("milk\nmilk"), {}, adder);
    expect(sent).toHaveLength(2);
    expect(sent[0]?.key).not.toBe(sent[1]?.key);
    await addAll(noteOf("milk"), {}, adder);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(3);
  });

  test("a project that two lines name is made once", async () => {
    const { adder, sent, projects } = serverThat();
    const text = "run #Fit\nswim #Fit";
    const read: Adder["read"] = async (asked) =>
      readingOf(
        asked.text,
        { "#Fit": "project" },
        {
          choices: [
            { start: asked.text.length - 4, end: asked.text.length, project: "Fit", words: "" },
          ],
        },
      );
    const note = {
      ...noteOf(text),
      picks: [
        { start: 4, end: 8, nth: 1 },
        { start: 14, end: 18, nth: 1 },
      ],
    };
    await addAll(note, {}, { ...adder, read });
    expect(projects).toEqual(["Fit"]);
    expect(sent.map(({ body }) => body.project_id)).toEqual(["id of Fit", "id of Fit"]);
  });
});
