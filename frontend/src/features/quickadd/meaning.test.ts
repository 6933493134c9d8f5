import { describe, expect, test } from "vitest";
import type { ParseOut } from "@/api/schema.gen";
import type { Defaults } from "@/lib/task-defaults";
import { placeIn, readingOf } from "@/testing/words";
import { type Line, linesOf } from "./lines";
import { meaningOf, withoutDefault } from "./meaning";
import { noteOf, picked } from "./note";

const TEXT = "🥖 Dentist next friday at 5";
const READING: ParseOut = readingOf(
  TEXT,
  { "next friday": "due", "at 5": "due" },
  {
    task: { due: { datetime_local: "2026-12-04T05:00:00" } },
    choices: [
      {
        ...placeIn(TEXT, "next friday"),
        due: { datetime_local: "2026-11-27T05:00:00" },
        words: "Fri 27 Nov 05:00",
      },
      {
        ...placeIn(TEXT, "at 5"),
        due: { datetime_local: "2026-12-04T17:00:00" },
        words: "Fri 4 Dec 17:00",
      },
    ],
  },
);

function lineOf(text: string): Line {
  const [line] = linesOf(text);
  if (line === undefined) throw new Error("There is no line");
  return line;
}

/** What it means with the first other meaning of these parts. */
function meaning(text: string, reading: ParseOut, others: string[] = [], defaults: Defaults = {}) {
  const note = others.reduce((now, part) => {
    const start = text.indexOf(part);
    return picked(now, { start, end: start + part.length }, 1);
  }, noteOf(text));
  return meaningOf(lineOf(text), reading, note.picks, defaults);
}

describe("choices", () => {
  test("nothing chosen is what the server read", () => {
    expect(meaning(TEXT, READING).body).toEqual(READING.task);
  });

  test("which Friday, and which half of the day, each for itself and both together", () => {
    const due = (...parts: string[]) => meaning(TEXT, READING, parts).body.due;
    expect(due("next friday")).toEqual({ datetime_local: "2026-11-27T05:00:00" });
    expect(due("at 5")).toEqual({ datetime_local: "2026-12-04T17:00:00" });
    expect(due("next friday", "at 5")).toEqual({ datetime_local: "2026-11-27T17:00:00" });
  });

  test("the chip says what would be next, and the way back", () => {
    const [chip] = meaning(TEXT, READING).chips;
    expect(chip?.toggles.map(({ next, due }) => [next, due])).toEqual([
      [1, { datetime_local: "2026-11-27T05:00:00" }],
      [1, { datetime_local: "2026-12-04T17:00:00" }],
    ]);
    const [other] = meaning(TEXT, READING, ["next friday"]).chips;
    expect(other?.toggles[0]).toMatchObject({ next: 0, due: READING.task.due });
  });

  test("another rule comes with its own first day", () => {
    const text = "Water every 2nd tuesday";
    const reading = readingOf(
      text,
      { "every 2nd tuesday": "repeat" },
      {
        task: {
          due: { date: "2026-12-08" },
          recurrence: { rrule: "FREQ=MONTHLY;BYDAY=2TU", anchor: "schedule" },
        },
        choices: [
          {
            ...placeIn(text, "every 2nd tuesday"),
            due: { date: "2026-12-01" },
            rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            words: "Every 2 weeks on Tuesday.",
          },
        ],
      },
    );
    expect(meaning(text, reading, ["every 2nd tuesday"]).body).toMatchObject({
      due: { date: "2026-12-01" },
      recurrence: { rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", anchor: "schedule" },
    });
    const kinds = meaning(text, reading).chips.map(({ kind, origin }) => [kind, origin]);
    expect(kinds).toEqual([
      ["due", "derived"],
      ["repeat", "said"],
    ]);
  });

  test("a project that there is not is made only if that was chosen", () => {
    const text = "Run #Health";
    const choice = { ...placeIn(text, "#Health"), project: "Health", words: "Create it" };
    const reading = readingOf(text, { "#Health": "project" }, { choices: [choice] });
    expect(meaning(text, reading).newProject).toBeNull();
    expect(meaning(text, reading, ["#Health"]).newProject).toBe("Health");
  });
});

describe("defaults of the page", () => {
  const defaults: Defaults = { due: { date: "2026-11-26" }, project_id: "p", section_id: "s" };

  test("count where the words say nothing else", () => {
    const text = "milk";
    const { body, chips } = meaning(text, readingOf(text, {}), [], defaults);
    expect(body).toEqual({ title: "milk", ...defaults });
    expect(chips.map(({ kind, origin }) => [kind, origin])).toEqual([
      ["due", "default"],
      ["project", "default"],
    ]);
  });

  test("another project has no section of this one, another day no day of the page", () => {
    const text = "milk tomorrow #Home";
    const reading = readingOf(
      text,
      { tomorrow: "due", "#Home": "project" },
      { task: { due: { date: "2026-11-27" }, project_id: "h" } },
    );
    const { body } = meaning(text, reading, [], defaults);
    expect(body).toEqual({ title: "milk", due: { date: "2026-11-27" }, project_id: "h" });
  });

  test("can be left out by their chips", () => {
    expect(withoutDefault(defaults, "project")).toEqual({ due: { date: "2026-11-26" } });
    expect(withoutDefault(defaults, "due")).toEqual({ project_id: "p", section_id: "s" });
  });
});

describe("chips", () => {
  test("know where each part is said, so that it can be taken back", () => {
    const text = "🥖 call @home @phone p1 !1h";
    const reading = readingOf(
      text,
      { "@home": "label", "@phone": "label", p1: "priority", "!1h": "reminder" },
      {
        task: {
          labels: ["home", "phone"],
          priority: "high",
          reminders: [{ offset: "-PT1H" }],
        },
      },
    );
    const said = meaning(text, reading).chips.map(({ kind, places }) => [
      kind,
      ...places.map(({ start, end }) => text.slice(start, end)),
    ]);
    expect(said).toEqual([
      ["reminder", "!1h"],
      ["label", "@home"],
      ["label", "@phone"],
      ["priority", "p1"],
    ]);
  });

  test("of “remind me to” is the reminder that it stands for", () => {
    const text = "remind me to call tomorrow at 5pm";
    const reading = readingOf(
      text,
      { "remind me to": "lead", tomorrow: "due", "at 5pm": "due" },
      {
        task: {
          due: { datetime_local: "2026-11-27T17:00:00" },
          reminders: [{ offset: "PT0S" }],
        },
      },
    );
    const chip = meaning(text, reading).chips.find(({ kind }) => kind === "reminder");
    expect(chip?.places).toMatchObject([{ start: 0, end: 12 }]);
  });
});
