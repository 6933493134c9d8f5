import type { Place } from "./places";

/** A line that becomes a task: what stands between its indent and its end. */
export interface Line extends Place {
  readonly text: string;
  /** Where the line itself starts, before its indent. */
  readonly from: number;
  readonly indent: number;
}

/** As many are added at once; the rest stays. */
export const MOST_LINES = 50;

/** What the server reads at once, in code points. */
const LONGEST = 10_000;

/** Whether a line is so long that the server reads none of it. */
export const isTooLong = (text: string): boolean =>
  text.length > LONGEST && Array.from(text).length > LONGEST;

const TAB = 4;
const BULLET = /^(?:[-*•–]|\d+[.)])[ \t]+(?:\[[ xX]?\][ \t]+)?/;

/** The lines that say something. Of a list that was pasted, bullets are not part of its tasks. */
export function linesOf(text: string): Line[] {
  const rows = text.split("\n");
  const isList = rows.filter((row) => row.trim() !== "").every((row) => BULLET.test(row.trim()));
  const isPasted = isList && rows.length > 1;
  let from = 0;
  return rows.flatMap((row) => {
    const at = from;
    from += row.length + 1;
    const space = /^\s*/.exec(row)?.[0] ?? "";
    const rest = row.slice(space.length);
    const skipped = space.length + (isPasted ? (BULLET.exec(rest)?.[0].length ?? 0) : 0);
    const words = row.slice(skipped).trimEnd();
    if (words === "") return [];
    const start = at + skipped;
    const indent = space.replaceAll("\t", " ".repeat(TAB)).length;
    return [{ text: words, start, end: start + words.length, from: at, indent }];
  });
}

/** Of each line the one that it is a part of: the nearest above that is indented less. */
export function parentsOf(lines: readonly Line[]): (number | null)[] {
  const above: number[] = [];
  return lines.map((line, index) => {
    while (above.length > 0 && (lines[above.at(-1) ?? 0]?.indent ?? 0) >= line.indent) above.pop();
    const parent = above.at(-1) ?? null;
    above.push(index);
    return parent;
  });
}
