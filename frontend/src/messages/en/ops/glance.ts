import { language, plural } from "@/lib/messages";

const number = (value: number): string => value.toLocaleString(language);

export default {
  title: "At a glance",
  text: "Read anew every ten seconds while this page is seen.",
  moods: { good: "in order", odd: "look at it", bad: "trouble", unknown: "unknown" },
  tiles: {
    punctuality: "Reminders sent",
    overdue: "Overdue reminders",
    coming: "Next ten minutes",
    outbox: "Outbox",
    lanes: "Relay lanes",
    schedulers: "Reminder partitions",
    lag: "Kafka lag",
    letters: "Open dead letters",
    live: "Open pages",
  },
  noneSent: "none sent",
  since: (when: string) => `since ${when}`,
  oldestWaits: (length: string) => `late: the oldest waits for ${length}`,
  notSent: (failed: number, missed: number) =>
    [
      ...(failed ? [`${number(failed)} failed`] : []),
      ...(missed ? [`${number(missed)} too late to be sent`] : []),
    ].join(", "),
  sentOf: (sent: number, late: number) => `${number(sent)} sent, ${number(late)} late`,
  p95: (ms: string) => `95 of 100 within ${ms}`,
  percentiles: (p50: string, p95: string, p99: string) => `p50 ${p50} · p95 ${p95} · p99 ${p99}`,
  overdueSince: (when: string) => `the oldest since ${when}`,
  noneOverdue: "all that were due have fired",
  comingText: "reminders to fire",
  waiting: (count: number) =>
    plural(count, { one: "1 event waits", other: `${number(count)} events wait` }),
  oldest: (age: string) => `the oldest for ${age}`,
  nothingWaits: "nothing waits",
  owned: (owned: number, total: number) => `${number(owned)} of ${number(total)}`,
  byProcesses: (count: number) =>
    plural(count, { one: "held by 1 process", other: `held by ${number(count)} processes` }),
  unowned: (partitions: string) => `nobody holds ${partitions}`,
  records: (count: number) => plural(count, { one: "1 record", other: `${number(count)} records` }),
  behind: (group: string) => `most in ${group}`,
  ofThisProcess: "at the API process that answered",
  notConnected: "it does not follow Kafka: pages see no changes",
  types: (count: number) => plural(count, { one: "1 event type", other: `${count} event types` }),
  kafkaAway: (why: string) => `Kafka could not be asked: ${why}. The rest is shown.`,
  databaseSlow:
    "PostgreSQL did not answer in time, so only what Kafka says is shown. The next look comes by itself.",
  groups: {
    title: "Consumer groups",
    text: "What the brokers know of each group, also when none of its processes is alive.",
    members: (count: number) =>
      count === 0
        ? "no process"
        : plural(count, { one: "1 process", other: `${number(count)} processes` }),
    rests: "paused",
    rebalancing: "partitions are being shared out",
    lag: (count: number) =>
      count === 0
        ? "nothing waits"
        : plural(count, { one: "1 record waits", other: `${number(count)} records wait` }),
    largest: (count: number, where: string) => `most in ${where}: ${number(count)}`,
    rates: (incoming: string, outgoing: string) => `${incoming} in, ${outgoing} out a second`,
    unassigned: (count: number) =>
      plural(count, {
        one: "1 partition without a process",
        other: `${number(count)} partitions without a process`,
      }),
    lastHandled: (when: string) => `last event handled ${when}`,
    missing: (topics: string) => `missing topics: ${topics}`,
    retries: (what: string) => `to be tried again: ${what}`,
    retry: (count: number, delay: string) => `${number(count)} after ${delay}`,
    next: (when: string) => `next ${when}`,
    show: "Partitions",
    showOf: (group: string) => `Partitions of ${group}`,
    spread: (group: string) => `Partitions of ${group}, the furthest behind first`,
    partition: "Partition",
    waits: "Waits",
    age: "Oldest",
    position: "Position",
    end: "End",
    host: "Process at",
    nobody: "nobody",
  },
  coming: {
    title: "Reminders in the next ten minutes",
    none: "None are planned.",
    at: (time: string, count: number) => `${time}: ${number(count)}`,
  },
  channels: {
    title: "Channels",
    since: (when: string) => `What became of messages since ${when}.`,
    none: "Nothing was sent, and nothing failed.",
    kinds: {
      email: "E-mail",
      webhook: "Webhook",
      ntfy: "ntfy",
      gotify: "Gotify",
      telegram: "Telegram",
      apprise: "Apprise",
      removed: "Channels that were removed",
    },
    counts: (sent: number, failed: number, sending: number) =>
      [
        `${number(sent)} sent`,
        `${number(failed)} failed`,
        ...(sending ? [`${number(sending)} on their way`] : []),
      ].join(", "),
    lastSent: (when: string) => `last sent ${when}`,
    lastFailed: (when: string, why: string) => `last failure ${when}: ${why}`,
  },
  schedules: {
    name: "Schedules",
    title: "Schedules and retries",
    lead: "What workers do from time to time, by themselves. Each may be done at any time, also twice.",
    none: "No worker has said yet what it does. Each does so at its start.",
    every: (length: string) => `every ${length}`,
    never: "has not run yet",
    last: (when: string, length: string) => `last run ${when}, took ${length}`,
    next: (when: string) => `next ${when}`,
    lateNext: (when: string) => `was due ${when}: no process of the worker seems to be alive`,
    outcomes: { done: "done", put_off: "put off: something it needs was away", failed: "failed" },
    error: (name: string) => `error: ${name}`,
    run: "Run now",
    runOf: (name: string) => `Run ${name} now`,
    asked: "asked for; a worker begins within a second",
    told: (name: string) => `${name} runs as soon as its worker sees it.`,
    does: {
      overdue: "skips what its policy or a vacation skips, and brings what is kept",
      reconcile: "compares the jobs with the reminders, and mends what differs",
      prune: (what: string) => `removes what is too old: ${what}`,
    },
  },
  retries: {
    title: "When an event is tried again",
    text: "After the last of these it is a dead letter. What waits for its next try stands at its group on the overview.",
    here: (tries: number) => `${tries} tries at once`,
    afterDelays: (delays: string) => `then after ${delays}`,
    inAll: (length: string) => `${length} in all`,
  },
  missed: {
    title: "Reminders that are lost",
    text: "Should the jobs of reminders be lost, they are made anew from the database, for everybody, an account or a time. What was sent is not sent again. At the command line of the server, first without changing anything:",
  },
};
