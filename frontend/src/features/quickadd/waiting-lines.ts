import type { ParseOut } from "@/api/schema.gen";
import type { Keys } from "@/api/tasks/create-once";
import { randomId } from "@/lib/secure";
import type { Defaults } from "@/lib/task-defaults";
import type { Typed } from "@/lib/waiting";
import type { Left } from "./adding";
import { type Line, linesOf, parentsOf } from "./lines";
import { meaningOf } from "./meaning";
import { type Asked, askedOf, type Note } from "./note";

/**
 * Lines that could not be sent, as they wait: what was shown of them is what is sent later, under
 * the key of the first try, as that may have arrived; null if a project has to be made before.
 */
export function waitingOf(left: readonly Left[], defaults: Defaults, known: Known): Typed[] | null {
  const lines = left.map(({ note }) => linesOf(note.text)[0] ?? NO_LINE);
  const parents = parentsOf(lines);
  const waiting: Typed[] = [];
  for (const [index, { note }] of left.entries()) {
    const under = waiting[parents[index] ?? -1]?.id;
    const typed = typedOf(note, lines[index] ?? NO_LINE, under, defaults, known);
    if (typed === null) return null;
    waiting.push(typed);
  }
  return waiting;
}

interface Known {
  readonly keys: Keys;
  readonly readingOf: (asked: Asked) => ParseOut | undefined;
}

function typedOf(
  note: Note,
  line: Line,
  under: string | undefined,
  defaults: Defaults,
  { keys, readingOf }: Known,
): Typed | null {
  const added = note.unders[0]?.taskId; // what it is part of is there already
  const own = added || under ? ofPart(defaults, added) : defaults;
  const asked = askedOf(note, line);
  const reading = readingOf(asked);
  const meaning = reading && meaningOf(line, reading, note.picks, own);
  if (meaning && meaning.newProject !== null) return null;
  return {
    id: keys.get(JSON.stringify(meaning?.body))?.shift() ?? randomId(),
    text: asked.text,
    ...(under && !added && { under }),
    literal: asked.literal,
    defaults: own, // for when it is read anew: what has them gets nothing more from them
    ...(meaning && { task: meaning.body }),
  };
}

const NO_LINE: Line = { text: "", start: 0, end: 0, from: 0, indent: 0 };

/** A part is where and when its parent is, which the server sees to. */
export function ofPart(defaults: Defaults, parentId: string | undefined): Defaults {
  const { project_id: _, section_id: __, due: ___, ...others } = defaults;
  return parentId === undefined ? others : { ...others, parent_id: parentId };
}
