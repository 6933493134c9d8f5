import type {
  ChoiceOut,
  HighlightOut,
  ParsedDue,
  ParsedReminder,
  ParseOut,
  RecurrenceIn,
  TaskCreate,
} from "@/api/schema.gen";
import { type Defaults, withDefaults } from "@/lib/task-defaults";
import type { Line } from "./lines";
import { inNote, type Picked } from "./note";
import { overlap, type Place } from "./places";

/** Another thing that a place may mean: what it would be if that were chosen. */
export interface Toggle {
  readonly place: Place;
  /** Which meaning comes next; 0 is the one that the server took first. */
  readonly next: number;
  readonly option: ChoiceOut | null;
  readonly kind: "due" | "repeat" | "project";
  readonly due: ParsedDue | null;
  readonly recurrence: RecurrenceIn | null;
}

interface Part {
  /** Said here, following from what is said here, or from where the box was opened. */
  readonly origin: "said" | "derived" | "default";
  /** Where it is said. */
  readonly places: readonly Place[];
  readonly toggles: readonly Toggle[];
}

export type Chip = Part &
  (
    | { readonly kind: "due"; readonly due: ParsedDue }
    | {
        readonly kind: "repeat";
        readonly rrule: string;
        readonly anchor: "schedule" | "completion";
        readonly due: ParsedDue;
      }
    | { readonly kind: "reminder"; readonly reminders: readonly ParsedReminder[] }
    | { readonly kind: "project"; readonly id: string | null; readonly name: string }
    | { readonly kind: "label"; readonly name: string }
    | { readonly kind: "priority"; readonly priority: "high" | "medium" | "low" | "none" }
  );

/** What a line means, with what was chosen. */
export interface Meaning {
  /** The task as it will be asked for, but for its parent. */
  readonly body: TaskCreate;
  /** A project that has to be made first. */
  readonly newProject: string | null;
  readonly chips: readonly Chip[];
}

/** What a line means: as the server read it, with the choices of the note, else with defaults. */
export function meaningOf(
  line: Line,
  reading: ParseOut,
  picks: readonly Picked[],
  defaults: Defaults,
): Meaning {
  const ways = waysOf(line, reading, picks);
  const chosen = chosenOf(ways);
  const newProject = chosen.find((choice) => choice.project)?.project ?? null;
  const body = withDefaults(withChoices(reading, chosen), defaults, newProject !== null);
  const toggles = ways.map((way) => toggleOf(way, ways, reading));
  return { body, newProject, chips: chipsOf(line, reading, body, toggles) };
}

/** What a place may mean besides, and which of that counts; 0 if none does. */
interface Way {
  readonly place: Place;
  readonly nth: number;
  readonly options: readonly ChoiceOut[];
}

function waysOf(line: Line, reading: ParseOut, picks: readonly Picked[]): Way[] {
  const ways = new Map<string, { place: Place; options: ChoiceOut[] }>();
  const inUnits = inNote(line, reading.choices);
  reading.choices.forEach((choice, index) => {
    const { start = 0, end = 0 } = inUnits[index] ?? {};
    const found = ways.get(`${start}-${end}`) ?? { place: { start, end }, options: [] };
    ways.set(`${start}-${end}`, found);
    found.options.push(choice);
  });
  return [...ways.values()].map(({ place, options }) => {
    const pick = picks.find((each) => each.start === place.start && each.end === place.end);
    return { place, options, nth: pick && pick.nth <= options.length ? pick.nth : 0 };
  });
}

const chosenOf = (ways: readonly Way[]): ChoiceOut[] =>
  ways.flatMap(({ nth, options }) => (nth > 0 ? (options[nth - 1] ?? []) : []));

function toggleOf(way: Way, ways: readonly Way[], reading: ParseOut): Toggle {
  const next = (way.nth + 1) % (way.options.length + 1);
  const then = ways.map((each) => (each === way ? { ...way, nth: next } : each));
  const { due = null, recurrence = null } = withChoices(reading, chosenOf(then));
  const kind = kindOf(way.options);
  return { place: way.place, next, option: way.options[next - 1] ?? null, kind, due, recurrence };
}

function kindOf(options: readonly ChoiceOut[]): Toggle["kind"] {
  if (options.some((option) => option.rrule)) return "repeat";
  return options.some((option) => option.project) ? "project" : "due";
}

/** The task with other meanings of some of its places: a day of one, a time of another. */
function withChoices({ task }: ParseOut, chosen: readonly ChoiceOut[]): TaskCreate {
  const first = task.due ?? null;
  let { due = null, recurrence = null } = task;
  for (const choice of chosen) {
    if (choice.rrule) {
      recurrence = { anchor: recurrence?.anchor ?? "schedule", rrule: choice.rrule };
    }
    if (choice.due)
      due = choice.rrule || !due || !first ? choice.due : mixed(due, first, choice.due);
  }
  return { ...task, ...(due && { due }), ...(recurrence && { recurrence }) };
}

/** What differs between the first meaning and another is changed in a third. */
function mixed(due: ParsedDue, first: ParsedDue, other: ParsedDue): ParsedDue {
  const day = dayOf(other) === dayOf(first) ? dayOf(due) : dayOf(other);
  const time = timeOf(other) === timeOf(first) ? timeOf(due) : timeOf(other);
  const zone = other.zone ?? due.zone;
  return time === null
    ? { date: day }
    : { datetime_local: `${day}T${time}`, ...(zone ? { zone } : {}) };
}

export const dayOf = (due: ParsedDue): string => due.date ?? due.datetime_local?.slice(0, 10) ?? "";
export const timeOf = (due: ParsedDue): string | null => due.datetime_local?.slice(11) ?? null;

function chipsOf(
  line: Line,
  reading: ParseOut,
  body: TaskCreate,
  toggles: readonly Toggle[],
): Chip[] {
  const highlights = inNote(line, reading.highlights);
  const said = (name: HighlightOut["name"]) => highlights.filter((each) => each.name === name);
  const of = (kind: Toggle["kind"]) => toggles.filter((each) => each.kind === kind);
  const { due, recurrence, reminders, priority } = body;
  const chips: Chip[] = [];
  const add = (chip: Chip | null): void => void (chip && chips.push(chip));
  if (due) add(dueChip(due, reading, said("due"), of("due")));
  if (recurrence?.rrule && due) {
    const { rrule, anchor = "schedule" } = recurrence;
    add({
      kind: "repeat",
      ...partOf(said("repeat"), of("repeat")),
      rrule,
      anchor,
      due,
    });
  }
  chips.push(...reminderChips(reminders ?? [], said("reminder"), said("lead")));
  add(projectChip(body, reading, said("project"), of("project")));
  chips.push(...labelChips(body.labels ?? [], said("label")));
  if (typeof priority === "string" && priority !== "none") {
    add({ kind: "priority", ...partOf(said("priority")), priority });
  }
  return chips;
}

const partOf = (places: readonly Place[], toggles: readonly Toggle[] = []): Part => ({
  origin: places.length > 0 ? "said" : "default",
  places,
  toggles,
});

function dueChip(
  due: ParsedDue,
  reading: ParseOut,
  places: readonly Place[],
  toggles: readonly Toggle[],
): Chip {
  const isDerived = places.length === 0 && Boolean(reading.task.due);
  const part = partOf(places, toggles);
  return { kind: "due", ...part, ...(isDerived && { origin: "derived" }), due };
}

/** One for each, if each was said in a place of its own; else one for all of them. */
function reminderChips(
  reminders: readonly ParsedReminder[],
  said: readonly Place[],
  lead: readonly Place[],
): Chip[] {
  if (reminders.length === 0) return [];
  if (said.length !== reminders.length) {
    return [{ kind: "reminder", ...partOf(said.length > 0 ? said : lead), reminders }];
  }
  return reminders.map((each, index) => ({
    kind: "reminder",
    ...partOf(said.slice(index, index + 1)),
    reminders: [each],
  }));
}

function projectChip(
  body: TaskCreate,
  reading: ParseOut,
  said: readonly HighlightOut[],
  toggles: readonly Toggle[],
): Chip | null {
  const unknown = reading.choices.find((choice) => choice.project)?.project;
  if (said.length === 0 && !body.project_id) return null;
  const name = unknown ?? nameOf(said.at(-1)?.text ?? "");
  const id = unknown ? null : (body.project_id ?? null);
  return { kind: "project", ...partOf(said, toggles), id, name };
}

function labelChips(labels: readonly string[], said: readonly HighlightOut[]): Chip[] {
  return labels.map((name) => ({
    kind: "label",
    ...partOf(said.filter((each) => isSame(nameOf(each.text), name))),
    name,
  }));
}

/** The name behind a sign: `#"My project"` is My project. */
const nameOf = (mark: string): string => mark.slice(1).replace(/^["“](.*)["”]$/, "$1");

const isSame = (one: string, other: string): boolean =>
  one.localeCompare(other, undefined, { sensitivity: "accent" }) === 0;

/** A part of the text with how it is shown: coloured, underlined, or plain. */
export interface Piece {
  readonly start: number;
  readonly text: string;
  readonly name: HighlightOut["name"] | null;
  readonly isWrong: boolean;
}

/** The whole text, cut where colours and underlines begin and end. */
export function piecesOf(
  text: string,
  marks: readonly (Place & { readonly name: HighlightOut["name"] })[],
  wrong: readonly Place[],
): Piece[] {
  const cuts = [...marks, ...wrong].flatMap(({ start, end }) => [start, end]);
  const at = [...new Set([0, ...cuts, text.length])].sort((one, other) => one - other);
  return at.slice(0, -1).map((start, index) => {
    const place = { start, end: at[index + 1] ?? text.length };
    return {
      start,
      text: text.slice(place.start, place.end),
      name: marks.find((mark) => overlap(mark, place))?.name ?? null,
      isWrong: wrong.some((each) => overlap(each, place)),
    };
  });
}

const DEFAULTS_OF = {
  due: ["due"],
  project: ["project_id", "section_id"],
  label: ["labels"],
  priority: ["priority"],
  reminder: ["reminders"],
  repeat: ["recurrence"],
} as const satisfies Record<Chip["kind"], readonly (keyof TaskCreate)[]>;

/** The defaults without those that such a chip shows. */
export function withoutDefault(defaults: Defaults, kind: Chip["kind"]): Defaults {
  const gone: readonly string[] = DEFAULTS_OF[kind];
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => !gone.includes(name)));
}
