import { type Day, wallTime } from "@/lib/time";
import type { Entry } from "./entries";

export const DAY_MINUTES = 1440;
/** A task has no length: so much of the day is what it takes to read it. */
export const BLOCK_MINUTES = 30;
/** More side by side than this cannot be read. */
export const MOST_COLUMNS = 3;

/** Minutes from midnight, by the clock on the wall. */
export const minutesOf = (wall: string): number =>
  Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));

/** `minutesToTime(570) === "09:30:00"` */
export function minutesToTime(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
}

/** Entries that share a place, in `columns` columns side by side. */
export interface Block {
  readonly entries: readonly Entry[];
  readonly start: number;
  readonly column: number;
  readonly columns: number;
}

interface Placed {
  readonly entry: Entry;
  readonly start: number;
  readonly column: number;
}

/**
 * Where the timed entries of a day stand, so that none covers another.
 *
 * Of more than three at once the last column has what is left, as one block of several.
 */
export function placeBlocks(entries: readonly Entry[]): Block[] {
  return clustersOf(entries).flatMap((cluster) => {
    const columns = 1 + Math.max(...cluster.map((placed) => placed.column));
    if (columns <= MOST_COLUMNS) {
      return cluster.map(({ entry, start, column }) => ({
        entries: [entry],
        start,
        column,
        columns,
      }));
    }
    const last = MOST_COLUMNS - 1;
    const single = cluster.filter((placed) => placed.column < last);
    const rest = cluster.filter((placed) => placed.column >= last);
    return [
      ...single.map(({ entry, start, column }) => ({
        entries: [entry],
        start,
        column,
        columns: MOST_COLUMNS,
      })),
      {
        entries: rest.map((placed) => placed.entry),
        start: Math.min(...rest.map((placed) => placed.start)),
        column: last,
        columns: MOST_COLUMNS,
      },
    ];
  });
}

/** Entries that overlap directly or through others, each in the first column that is free. */
function clustersOf(entries: readonly Entry[]): Placed[][] {
  const clusters: Placed[][] = [];
  let ends: number[] = []; // of each column of the cluster that is being filled
  for (const { entry, start } of startsOf(entries)) {
    if (ends.length === 0 || start >= Math.max(...ends)) {
      ends = [];
      clusters.push([]);
    }
    const free = ends.findIndex((end) => end <= start);
    const column = free === -1 ? ends.length : free;
    ends[column] = start + BLOCK_MINUTES;
    clusters.at(-1)?.push({ entry, start, column });
  }
  return clusters;
}

function startsOf(entries: readonly Entry[]): { entry: Entry; start: number }[] {
  return entries
    .flatMap((entry) => (entry.wall === null ? [] : [{ entry, start: startOf(entry.wall) }]))
    .sort((one, other) => one.start - other.start);
}

/** What is due at the end of a day stands there in full, not half below it. */
const startOf = (wall: string): number => Math.min(minutesOf(wall), DAY_MINUTES - BLOCK_MINUTES);

/** A part of a day that its clocks skip, or show twice. Minutes from midnight. */
export interface ClockChange {
  readonly kind: "skipped" | "twice";
  readonly from: number;
  readonly to: number;
}

const STEP_MINUTES = 15;
const MARGIN_MINUTES = 15 * 60;
const MINUTE_MS = 60_000;

/**
 * What clocks do on a day of 23 or 25 hours; nothing on others.
 *
 * Found by looking at the clock every 15 minutes: no zone has changed by less in a century.
 */
export function clockChanges(day: Day, zone: string): ClockChange[] {
  const seen = new Map<number, number>();
  const first = Date.parse(day) - MARGIN_MINUTES * MINUTE_MS;
  const steps = (DAY_MINUTES + 2 * MARGIN_MINUTES) / STEP_MINUTES;
  if (offsetAt(first, zone) === offsetAt(first + steps * STEP_MINUTES * MINUTE_MS, zone)) return [];
  for (let step = 0; step < steps; step += 1) {
    const wall = wallTime(first + step * STEP_MINUTES * MINUTE_MS, zone);
    if (wall.startsWith(day)) seen.set(minutesOf(wall), (seen.get(minutesOf(wall)) ?? 0) + 1);
  }
  const times = Array.from({ length: DAY_MINUTES / STEP_MINUTES }, (_, at) => at * STEP_MINUTES);
  return [
    ...runsOf(times.filter((at) => !seen.has(at))).map((run) => ({
      kind: "skipped" as const,
      ...run,
    })),
    ...runsOf(times.filter((at) => (seen.get(at) ?? 0) > 1)).map((run) => ({
      kind: "twice" as const,
      ...run,
    })),
  ];
}

/** Minutes by which clocks are ahead of UTC. */
const offsetAt = (instant: number, zone: string): number =>
  (Date.parse(`${wallTime(instant, zone)}Z`) - instant) / MINUTE_MS;

function runsOf(times: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  for (const at of times) {
    const last = runs.at(-1);
    if (last && last.to === at) runs[runs.length - 1] = { from: last.from, to: at + STEP_MINUTES };
    else runs.push({ from: at, to: at + STEP_MINUTES });
  }
  return runs;
}
