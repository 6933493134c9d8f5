import { describe, expect, test } from "vitest";
import type { GroupLagOut, OverviewOut } from "@/api/schema.gen";
import { sayLength, sayMilliseconds } from "./amounts";
import { moodOfGroup, moodOfSchedule, moodsOf, worstOf } from "./moods";

const GROUP: GroupLagOut = {
  name: "notifications",
  state: "Stable",
  paused: false,
  members: 1,
  hosts: ["127.0.0.1"],
  lag: 0,
  largest_lag: 0,
  largest_in: null,
  oldest_age_seconds: null,
  unassigned: 0,
  incoming_per_second: null,
  outgoing_per_second: null,
  last_handled_at: null,
  retries: [],
  missing_topics: [],
};
const AWAY: OverviewOut = {
  counted_at: "2026-11-26T12:00:00Z",
  kafka: { status: "unavailable", reason: "no broker answers", groups: [] },
  database: {
    status: "unavailable",
    outbox: null,
    leases: null,
    punctuality: null,
    coming: null,
    dead_letters: null,
    channels: null,
  },
  live: { clients: 1, connected: false },
  links: { grafana: null, zipkin: null },
};

describe("moods", () => {
  test.each([
    [{}, "good"],
    [{ members: 0 }, "bad"],
    [{ members: 0, paused: true }, "odd"],
    [{ oldest_age_seconds: 29 }, "good"],
    [{ oldest_age_seconds: 31 }, "odd"],
    [{ oldest_age_seconds: 301 }, "bad"],
    [{ unassigned: 2 }, "odd"],
    [{ missing_topics: ["reminders"] }, "bad"],
  ] as const)("a group with %o is %s", (change, mood) => {
    expect(
      moodOfGroup({
        ...GROUP,
        ...change,
        missing_topics: [...((change as Partial<GroupLagOut>).missing_topics ?? [])],
      }),
    ).toBe(mood);
  });

  test("reminders that failed, or wait, are no green tick", () => {
    const window = { since: "2026-11-26T11:00:00Z", sent: 3, late: 0, missed: 0, skipped: 1 };
    const moodOf = (failed: number, waits: string | null) => {
      const hour = { ...window, failed, lateness_ms: null };
      const punctuality = {
        late_after_ms: 1000,
        waiting_since: waits,
        last_hour: hour,
        last_24_hours: hour,
      };
      const database = { ...AWAY.database, status: "ok", punctuality } as const;
      const { punctuality: mood } = moodsOf({ ...AWAY, database });
      return mood;
    };
    expect(moodOf(0, null)).toBe("good");
    expect(moodOf(1, null)).toBe("odd");
    expect(moodOf(0, "2026-11-26T11:58:00Z")).toBe("bad");
  });

  test("what could not be read is unknown, never in order", () => {
    const moods = moodsOf(AWAY);
    expect(moods.lag).toBe("bad");
    expect(moods.live).toBe("bad");
    const rest = Object.entries(moods).filter(([name]) => name !== "lag" && name !== "live");
    expect(new Set(rest.map(([, mood]) => mood))).toEqual(new Set(["unknown"]));
  });

  test.each([
    [{}, "good"],
    [{ last_outcome: "failed" }, "odd"],
    [{ next_at: "2026-11-26T11:30:00Z" }, "bad"],
    [{ next_at: "2026-11-26T11:55:00Z" }, "good"],
  ] as const)("a schedule with %o is %s", (change, mood) => {
    const schedule = {
      name: "activity.prune_trash",
      worker: "activity",
      every_seconds: 600,
      next_at: "2026-11-26T12:05:00Z",
      last_started_at: null,
      last_seconds: null,
      last_outcome: "done",
      last_error: null,
      asked_at: null,
    } as const;
    const now = Date.parse("2026-11-26T12:00:00Z");
    expect(moodOfSchedule({ ...schedule, ...change }, now)).toBe(mood);
  });

  test("the worst counts", () => {
    expect(worstOf(["good", "odd", "bad"])).toBe("bad");
    expect(worstOf([])).toBe("good");
  });
});

test("lengths are said in their largest unit", () => {
  expect(sayLength(45)).toBe("45 sec");
  expect(sayLength(90)).toBe("1.5 min");
  expect(sayLength(7200)).toBe("2 hr");
  expect(sayLength(0.078)).toBe("78 ms");
  expect(sayLength(0.9999)).toBe("1 sec");
  expect(sayLength(0)).toBe("0 sec");
  expect(sayMilliseconds(250)).toBe("250 ms");
  expect(sayMilliseconds(1500)).toBe("1.5 sec");
});
