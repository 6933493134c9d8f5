import type { OccurrenceOut, TaskOut } from "@/api/schema.gen";
import { openOccurrence } from "@/api/tasks/open-occurrence";
import { onTaskChange, type TaskChange } from "@/lib/live";

/** What follows when an occurrence ended: the wall time of the next one, or that none does. */
export type Following = { readonly wall: string } | "last" | "unknown";

/** The recurrence worker mostly needs a fraction of a second. */
const PATIENCE_MS = 3000;

/** Waiting for the next occurrence of a series, the longest waiting first. */
const waiting = new Map<string, ((change: TaskChange) => void)[]>();
let stop: (() => void) | undefined;

/**
 * What follows `task`; ask before it is ended, since the event may come before the answer.
 *
 * `answered` is the answer of the server to that. Each event tells one of those who wait, so that
 * two occurrences of a series that are done at once hear of two next ones. If no event comes, the
 * server is asked, by `ask`.
 */
export async function followingOf(
  task: TaskOut,
  answered: Promise<unknown>,
  ask: (taskId: string) => Promise<Pick<OccurrenceOut, "slot"> | null> = openOccurrence,
): Promise<Following> {
  const { series_id: series, recurrence } = task;
  if (series === null || recurrence === null) return "unknown";
  const next = nextEvent(series);
  try {
    await answered;
  } catch {
    next.cancel();
    return "unknown"; // whoever asked hears why
  }
  const change = await next.within(PATIENCE_MS);
  if (change?.task) return wallOf(change.task.due_local ?? change.task.due_on);
  const open = await ask(task.id).catch(() => undefined);
  if (open) return wallOf(open.slot);
  return open === null && hasEnd(recurrence.rrule) ? "last" : "unknown";
}

const wallOf = (wall: string | null): Following => (wall === null ? "unknown" : { wall });

/** `FREQ=DAILY;COUNT=3`: it ends some day. */
export const hasEnd = (rrule: string): boolean => /(^|[;:])(COUNT|UNTIL)=/i.test(rrule);

function nextEvent(series: string) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tell: (change: TaskChange | null) => void = () => undefined;
  const heard = new Promise<TaskChange | null>((resolve) => {
    tell = resolve;
  });
  const listener = (change: TaskChange): void => tell(change);
  waiting.set(series, [...(waiting.get(series) ?? []), listener]);
  stop ??= onTaskChange(hear);
  const cancel = (): void => {
    clearTimeout(timer);
    leave(series, listener);
    tell(null);
  };
  return {
    cancel,
    within(ms: number): Promise<TaskChange | null> {
      timer = setTimeout(cancel, ms);
      return heard.finally(() => clearTimeout(timer));
    },
  };
}

function hear(change: TaskChange): void {
  if (change.change !== "created" || change.series_id === null || change.task === null) return;
  const first = waiting.get(change.series_id)?.[0];
  if (first === undefined) return;
  leave(change.series_id, first);
  first(change);
}

function leave(series: string, listener: (change: TaskChange) => void): void {
  const left = (waiting.get(series) ?? []).filter((each) => each !== listener);
  if (left.length > 0) waiting.set(series, left);
  else waiting.delete(series);
  if (waiting.size > 0) return;
  stop?.();
  stop = undefined;
}
