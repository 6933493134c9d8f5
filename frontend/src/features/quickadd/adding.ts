import type { ParseOut, TaskCreate, TaskOut } from "@/api/schema.gen";
import { type Keys, once } from "@/api/tasks/create-once";
import { isForLater } from "@/lib/problem";
import type { Defaults } from "@/lib/task-defaults";
import { isTooLong, type Line, linesOf, MOST_LINES, parentsOf } from "./lines";
import { meaningOf } from "./meaning";
import { type Asked, askedOf, lineNote, type Note } from "./note";
import { overlap } from "./places";
import { ofPart } from "./waiting-lines";

/** What adding needs of the server, and keys under which it does something once. */
export interface Adder {
  readonly read: (asked: Asked) => Promise<ParseOut>;
  readonly create: (task: TaskCreate, key: string) => Promise<TaskOut>;
  readonly makeProject: (name: string, key: string) => Promise<string>;
  readonly keys: Keys;
}

/** A line that did not become a task, as it was written, and why. */
export interface Left {
  readonly note: Note;
  readonly error: unknown;
}

export interface Outcome {
  readonly added: readonly TaskOut[];
  readonly left: readonly Left[];
}

/** Nothing but dates and marks: there is no title. */
export class NoTitle extends Error {}

/** The line is longer than the server reads. */
export class TooLong extends Error {}

/** The task that it would be part of was not added. */
export class NoParent extends Error {}

/**
 * Each line of the note becomes a task, in their order, parents before their parts.
 *
 * A line that fails is left, with what was decided about it, and the others go on; when the server
 * cannot be reached or wants a rest, all that follow are left without a try.
 */
export async function addAll(note: Note, defaults: Defaults, adder: Adder): Promise<Outcome> {
  const lines = linesOf(note.text).slice(0, MOST_LINES);
  const parents = parentsOf(lines);
  const made: (TaskOut | null)[] = [];
  const left: Left[] = [];
  const projects = new Map<string, Promise<string>>();
  let halt: unknown = null;
  for (const [index, line] of lines.entries()) {
    const parent = parentIn(made, parents[index] ?? null);
    try {
      if (halt !== null) throw halt;
      if (parent === "failed") throw new NoParent();
      const under = withParent(defaults, parent ?? underOf(note, line));
      made.push(await addLine(note, line, under, adder, projects));
    } catch (error) {
      halt ??= isForLater(error) ? error : null;
      made.push(null);
      left.push({ note: lineNote(note, line, parent === "failed" ? null : parent), error });
    }
  }
  return { added: made.filter((task) => task !== null), left };
}

/** The id of the task that a line is a part of; null if it stands alone. */
function parentIn(made: readonly (TaskOut | null)[], index: number | null): string | null {
  return index === null ? null : (made[index]?.id ?? "failed");
}

const underOf = (note: Note, line: Line): string | null =>
  note.unders.find((each) => overlap(each, line))?.taskId ?? null;

const withParent = (defaults: Defaults, parentId: string | null): Defaults =>
  parentId === null ? defaults : ofPart(defaults, parentId);

async function addLine(
  note: Note,
  line: Line,
  defaults: Defaults,
  adder: Adder,
  projects: Map<string, Promise<string>>,
): Promise<TaskOut> {
  if (isTooLong(line.text)) throw new TooLong();
  const reading = await adder.read(askedOf(note, line));
  if (reading.title === "") throw new NoTitle();
  const { body, newProject } = meaningOf(line, reading, note.picks, defaults);
  if (newProject === null) return once(adder.keys, body, adder.create);
  const project = projects.get(newProject) ?? once(adder.keys, newProject, adder.makeProject);
  projects.set(newProject, project);
  return once(adder.keys, { ...body, project_id: await project }, adder.create);
}
