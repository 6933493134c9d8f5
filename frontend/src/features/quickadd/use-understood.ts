import { useMemo, useRef } from "react";
import type { ParseOut } from "@/api/schema.gen";
import type { Defaults } from "@/lib/task-defaults";
import { isTooLong, type Line, linesOf, MOST_LINES, parentsOf } from "./lines";
import { type Meaning, meaningOf } from "./meaning";
import { askedOf, type Mark, marksOf, type Note } from "./note";
import { type Wrong, wrongOf } from "./problems";
import { useReadings } from "./use-readings";

export interface Preview {
  readonly id: number;
  readonly meaning: Meaning;
  readonly wrong: readonly Wrong[];
  readonly depth: number;
  readonly isSettled: boolean;
}

export interface Understood {
  readonly lines: readonly Line[];
  readonly marks: readonly Mark[];
  readonly wrong: readonly Wrong[];
  readonly previews: readonly Preview[];
  /** A line says when, but not what. */
  readonly isUntitled: boolean;
  readonly isTooMany: boolean;
  readonly isTooLong: boolean;
  readonly error: unknown;
}

/** What the note means, as far as the server has said. */
export function useUnderstood(note: Note, defaults: Defaults): Understood {
  const all = useMemo(() => linesOf(note.text), [note.text]);
  const lines = useMemo(() => all.slice(0, MOST_LINES), [all]);
  const asked = useMemo(() => lines.map((line) => askedOf(note, line)), [lines, note]);
  const { readings, error } = useReadings(asked);
  const last = useLast(lines, readings);
  const depths = depthsOf(lines);
  const wrong = lines.map((line, index) => wrongHere(line, readings[index]));
  return {
    lines: all,
    marks: marksOf(note, lines, readings),
    wrong: wrong.flat(),
    previews: lines.map((line, index) => ({
      id: index,
      meaning: meaningHere(line, readings[index] ?? last[index], note, defaults),
      wrong: wrong[index] ?? [],
      depth: depths[index] ?? 0,
      isSettled: readings[index] !== undefined || isTooLong(line.text),
    })),
    isUntitled: readings.some((reading) => reading?.title === ""),
    isTooMany: all.length > lines.length,
    isTooLong: lines.some(({ text }) => isTooLong(text)),
    error,
  };
}

const wrongHere = (line: Line, reading: ParseOut | undefined): Wrong[] =>
  reading === undefined ? [] : wrongOf(line, reading);

/** What a line means; before anything is known of it, its text is the title. */
function meaningHere(
  line: Line,
  reading: ParseOut | undefined,
  note: Note,
  defaults: Defaults,
): Meaning {
  const unread = { task: { title: line.text }, title: line.text };
  const said = reading ?? { ...unread, highlights: [], choices: [], problems: [] };
  return meaningOf(line, said, note.picks, defaults);
}

/** The last answer about each line, as long as there are as many lines. */
function useLast(
  lines: readonly Line[],
  readings: readonly (ParseOut | undefined)[],
): readonly (ParseOut | undefined)[] {
  const kept = useRef<readonly (ParseOut | undefined)[]>([]);
  const before = kept.current.length === lines.length ? kept.current : [];
  kept.current = readings.map((reading, index) => reading ?? before[index]);
  return kept.current;
}

function depthsOf(lines: readonly Line[]): number[] {
  const depths: number[] = [];
  for (const parent of parentsOf(lines)) {
    depths.push(parent === null ? 0 : (depths[parent] ?? 0) + 1);
  }
  return depths;
}
