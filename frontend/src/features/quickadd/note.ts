import type { HighlightOut, ParseOut } from "@/api/schema.gen";
import { editBetween, follow, untouched } from "./edits";
import { type Line, linesOf } from "./lines";
import { overlap, type Place, shifted, toPoints, toUnits } from "./places";

/** A place that is coloured: it was understood, and will not be in the title. */
export interface Mark extends Place {
  readonly name: HighlightOut["name"];
}

/** Of what a place may mean as well, the n-th was chosen (from 1 on). */
export interface Picked extends Place {
  readonly nth: number;
}

/** A line whose task is part of one that was added already. */
export interface Under extends Place {
  readonly taskId: string;
}

/** What stands in the box, and what was decided about parts of it. All places are UTF-16 units. */
export interface Note {
  readonly text: string;
  /** Places that are title, whatever they say. */
  readonly literals: readonly Place[];
  readonly picks: readonly Picked[];
  readonly unders: readonly Under[];
  /** Colours that still fit, for lines that are being read. */
  readonly kept: readonly Mark[];
}

export const EMPTY: Note = { text: "", literals: [], picks: [], unders: [], kept: [] };

export const noteOf = (text: string): Note => ({ ...EMPTY, text });

/** What the server is asked about a line. */
export interface Asked {
  readonly text: string;
  readonly literal: readonly Place[];
}

/** The question about a line, in code points. */
export function askedOf(note: Note, line: Line): Asked {
  const inside = note.literals
    .map(({ start, end }) => ({
      start: Math.max(start, line.start) - line.start,
      end: Math.min(end, line.end) - line.start,
    }))
    .filter(({ start, end }) => end > start);
  return { text: line.text, literal: toPoints(line.text, inside) };
}

/** The text is another now; `shown` are the colours until here. */
export function typed(note: Note, text: string, caret: number, shown: readonly Mark[]): Note {
  const edit = editBetween(note.text, text, caret);
  return {
    text,
    literals: follow(note.literals, edit),
    picks: follow(note.picks, edit),
    unders: follow(note.unders, edit),
    kept: untouched(shown, edit, text),
  };
}

/** These places are title from now on. */
export function takenBack(note: Note, places: readonly Place[], shown: readonly Mark[]): Note {
  const isFree = (each: Place): boolean => !places.some((place) => overlap(place, each));
  return {
    ...note,
    literals: [...note.literals.filter(isFree), ...places.map(bare)],
    picks: note.picks.filter(isFree),
    kept: shown.filter(isFree),
  };
}

const bare = ({ start, end }: Place): Place => ({ start, end });

/** The n-th other meaning of a place counts; 0 is the first meaning again. */
export function picked(note: Note, place: Place, nth: number): Note {
  const others = note.picks.filter((each) => !overlap(each, place));
  return { ...note, picks: nth === 0 ? others : [...others, { ...bare(place), nth }] };
}

/** The colours: of lines that were read those of the answer, of others what still fits. */
export function marksOf(
  note: Note,
  lines: readonly Line[],
  readings: readonly (ParseOut | undefined)[],
): Mark[] {
  return lines.flatMap((line, index) => {
    const reading = readings[index];
    if (reading === undefined) return note.kept.filter((mark) => overlap(mark, line));
    return inNote(line, reading.highlights).map(({ start, end, name }) => ({ start, end, name }));
  });
}

/** Places of an answer about a line as places of the note. */
export const inNote = <P extends Place>(line: Line, places: readonly P[]): P[] =>
  shifted(toUnits(line.text, places), line.start);

/** Notes one below the other. */
export function joined(above: Note, below: Note): Note {
  if (below.text === "" || above.text === "") return above.text === "" ? below : above;
  const by = above.text.length + 1;
  return {
    text: `${above.text}\n${below.text}`,
    literals: [...above.literals, ...shifted(below.literals, by)],
    picks: [...above.picks, ...shifted(below.picks, by)],
    unders: [...above.unders, ...shifted(below.unders, by)],
    kept: [...above.kept, ...shifted(below.kept, by)],
  };
}

/** The part of a note that is one of its lines, with its indent; bullets are not part of it. */
export function lineNote(note: Note, line: Line, under: string | null): Note {
  const indent = /^\s*/.exec(note.text.slice(line.from, line.start))?.[0] ?? "";
  const cut = <P extends Place>(places: readonly P[]): P[] =>
    shifted(
      places
        .filter((place) => overlap(place, line))
        .map((place) => ({ ...place, start: Math.max(place.start, line.start) })),
      indent.length - line.start,
    );
  const text = indent + line.text;
  return {
    text,
    literals: cut(note.literals),
    picks: cut(note.picks),
    unders: under === null ? cut(note.unders) : [{ start: 0, end: text.length, taskId: under }],
    kept: [],
  };
}

/** The note without its first lines. */
export function without(note: Note, count: number): Note {
  return linesOf(note.text)
    .slice(count)
    .map((line) => lineNote(note, line, null))
    .reduce(joined, EMPTY);
}

/** Words stand at the caret, apart from what is around them. */
export function inserted(note: Note, words: string, caret: number, shown: readonly Mark[]): Note {
  const before = note.text.slice(0, caret);
  const after = note.text.slice(caret);
  const gap = before === "" || /\s$/.test(before) ? "" : " ";
  const then = /^\s/.test(after) ? "" : " ";
  const written = `${before}${gap}${words}${then}`;
  return typed(note, written + after, written.length, shown);
}
