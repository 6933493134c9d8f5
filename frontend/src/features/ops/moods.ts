import type { GroupLagOut, OverviewOut, WorkerScheduleOut } from "@/api/schema.gen";

/** Whether a number is in order, somebody should look, or something is broken. */
export type Mood = "good" | "odd" | "bad" | "unknown";

const OUTBOX_SECONDS = { odd: 10, bad: 60 };
const LAG_SECONDS = { odd: 30, bad: 300 };

function byAge(age: number | null, limits: { readonly odd: number; readonly bad: number }): Mood {
  if (age === null || age < limits.odd) return "good";
  return age < limits.bad ? "odd" : "bad";
}

/** A group is in trouble if nobody of it is there, topics are missing, or it is far behind. */
export function moodOfGroup(group: GroupLagOut): Mood {
  if (group.missing_topics.length > 0) return "bad";
  if (group.paused) return "odd";
  if (group.members === 0) return "bad";
  const byLag = byAge(group.oldest_age_seconds, LAG_SECONDS);
  return byLag === "good" && group.unassigned > 0 ? "odd" : byLag;
}

const OVERDUE_ROUNDS = 2;
const OVERDUE_LEAST_MS = 60_000;

/** A job is in trouble if its time is long past, and odd if its last run did not end well. */
export function moodOfSchedule(schedule: WorkerScheduleOut, now: number): Mood {
  const late = now - Date.parse(schedule.next_at);
  const patience = Math.max(schedule.every_seconds * 1000 * OVERDUE_ROUNDS, OVERDUE_LEAST_MS);
  if (late > patience) return "bad";
  return schedule.last_outcome === "failed" || schedule.last_outcome === "put_off" ? "odd" : "good";
}

const WORST: readonly Mood[] = ["bad", "odd", "unknown", "good"];

/** The worst of them; good if there are none. */
export const worstOf = (moods: readonly Mood[]): Mood =>
  WORST.find((mood) => moods.includes(mood)) ?? "good";

type Rows = OverviewOut["database"];

function moodOfReminders(punctuality: Rows["punctuality"]): Mood {
  if (punctuality?.waiting_since) return "bad";
  const { late = 0, failed = 0, missed = 0 } = punctuality?.last_hour ?? {};
  return late + failed + missed > 0 ? "odd" : "good";
}

/** Each tile by its number; what could not be read is unknown. */
export function moodsOf({ kafka, database, live }: OverviewOut): Readonly<Record<string, Mood>> {
  const known = (mood: (rows: Rows) => Mood): Mood =>
    database.status === "ok" ? mood(database) : "unknown";
  const share = (unowned: readonly number[] | undefined): Mood =>
    unowned === undefined ? "unknown" : unowned.length > 0 ? "bad" : "good";
  return {
    punctuality: known(({ punctuality }) => moodOfReminders(punctuality)),
    overdue: known(({ coming }) => (coming?.overdue ? "bad" : "good")),
    coming: known(() => "good"),
    outbox: known(({ outbox }) => byAge(outbox?.oldest_age_seconds ?? null, OUTBOX_SECONDS)),
    lanes: share(database.leases?.lanes.unowned),
    schedulers: share(database.leases?.schedulers.unowned),
    lag: kafka.status === "ok" ? worstOf(kafka.groups.map(moodOfGroup)) : "bad",
    letters: known(({ dead_letters }) => (dead_letters?.open ? "odd" : "good")),
    live: live.connected ? "good" : "bad",
  };
}
