import type {
  AuditOut,
  DeadLetterOut,
  DeliveryOut,
  EventOut,
  TimelineOut,
  WaitingJobOut,
} from "@/api/schema.gen";
import { shortIds } from "@/components/area/actors";
import { m } from "./messages";

export type Tone = "plain" | "good" | "waits" | "bad";

/** A station on the way of an event, or what became of it there. */
export interface Step {
  readonly text: string;
  readonly tone: Tone;
  /** How far from the event: a step of a higher level follows from the one before it. */
  readonly level: number;
  /** The dead letter that it is. */
  readonly letterId?: string;
  /** The account, task or reminder whose entry it is may be looked at by this. */
  readonly trace?: string;
}

/** Something that happened, with all that came of it. */
export interface Story {
  readonly id: string;
  readonly at: string;
  readonly title: string;
  readonly steps: readonly Step[];
}

type Consequence = DeliveryOut | DeadLetterOut | WaitingJobOut;

/** The entries in their order; what an event caused stands below it, not once more by itself. */
export function storiesOf({
  entries,
  waiting,
}: Pick<TimelineOut, "entries" | "waiting">): readonly Story[] {
  const known = new Set(entries.filter((each) => each.kind === "event").map((each) => each.id));
  const came = new Map<string, Consequence[]>();
  for (const each of [...entries, ...waiting]) {
    if (("kind" in each && (each.kind === "event" || each.kind === "audit")) || !each.event_id) {
      continue;
    }
    came.set(each.event_id, [...(came.get(each.event_id) ?? []), each]);
  }
  const isShownBelow = (each: Consequence): boolean =>
    each.event_id !== null && known.has(each.event_id);
  const told = entries.flatMap((entry): Story[] => {
    if (entry.kind === "event") return [eventStory(entry, came.get(entry.id) ?? [])];
    if (entry.kind === "audit") return [auditStory(entry)];
    return isShownBelow(entry) ? [] : [aloneStory(entry)];
  });
  const jobs = waiting.filter((job) => !isShownBelow(job)).map(jobStory);
  return [...told, ...jobs];
}

function eventStory(event: EventOut, came: readonly Consequence[]): Story {
  const steps: Step[] = [
    { text: originOf(event.source), tone: "plain", level: 1, ...traceOf(event.trace_id) },
  ];
  const { record } = event;
  if (record === null) {
    steps.push({ text: m.story.inOutbox, tone: "waits", level: 2 });
  } else {
    // It is sent at its second, past the outbox.
    if (event.type !== "reminder.due") {
      steps.push({ text: m.story.outbox, tone: "plain", level: 2 });
    }
    const place = m.letter.place(record.topic, record.partition, record.offset);
    const later = sayLater(event.at, record.recorded_at);
    steps.push({ text: m.story.seen(place, later), tone: "plain", level: 3 });
  }
  for (const { group, at } of event.handled) {
    steps.push({ text: m.story.handled(group, sayLater(event.at, at)), tone: "good", level: 4 });
  }
  for (const each of came) steps.push(...stepsOf(each, 4));
  return { id: event.id, at: event.at, title: event.type, steps };
}

const traceOf = (trace: string | null) => (trace === null ? {} : { trace });

const SOURCE = "/rondel/";

/** Who made the event: a call, a worker, somebody at the command line. */
function originOf(source: string): string {
  if (!source.startsWith(SOURCE)) return m.story.unknownSource;
  const who = source.slice(SOURCE.length);
  if (who === "cli") return m.story.commandLine;
  return who.startsWith("api/") ? m.story.call(who.slice(4)) : m.story.worker(who);
}

/** Seconds from one instant to the other, as exactly as the server says them. */
export function sayLater(from: string, to: string): string {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  return m.story.seconds(seconds);
}

function stepsOf(each: Consequence, level: number): Step[] {
  if (!("kind" in each)) return jobSteps(each, level);
  return each.kind === "delivery" ? deliverySteps(each, level) : deathSteps(each, level);
}

const STATE_TONES: Readonly<Record<string, Tone>> = {
  sent: "good",
  redriven: "good",
  sending: "waits",
  redriving: "waits",
  skipped: "waits",
  failed: "bad",
  open: "bad",
};

function deliverySteps(each: DeliveryOut, level: number): Step[] {
  const facts = [
    m.story.takenUp(each.channel, sayLater(each.fire_at, each.at)),
    each.attempts > 1 ? m.story.attempt(each.attempts) : null,
    each.resends > 0 ? m.story.resends(each.resends) : null,
  ];
  const state = [
    m.story.deliveryStates[each.state],
    each.lateness_ms === null ? null : m.story.late(each.lateness_ms),
    each.reason,
  ];
  const steps: Step[] = [
    { text: facts.filter(Boolean).join(", "), tone: "plain", level },
    {
      text: state.filter(Boolean).join(", "),
      tone: STATE_TONES[each.state] ?? "plain",
      level: level + 1,
    },
  ];
  if (each.answer) {
    steps.push({ text: m.story.answer(each.answer), tone: "plain", level: level + 2 });
  }
  return steps;
}

function deathSteps(each: DeadLetterOut, level: number): Step[] {
  const state = [
    m.states[each.state],
    each.closed_by ? m.story.by(shortIds(each.closed_by)) : null,
    each.close_reason,
  ];
  return [
    {
      text: m.story.died(each.group ?? m.noWorker, each.attempts ?? 0),
      tone: "bad",
      level,
      letterId: each.id,
    },
    { text: each.error_class ?? m.noError, tone: "plain", level: level + 1 },
    {
      text: state.filter(Boolean).join(" · "),
      tone: STATE_TONES[each.state] ?? "plain",
      level: level + 2,
    },
  ];
}

function jobSteps(job: WaitingJobOut, level: number): Step[] {
  const place = m.story.waits(job.partition, job.owner);
  const steps: Step[] = [{ text: place, tone: "waits", level }];
  if (job.parked_reason) {
    steps.push({ text: m.story.parked(job.parked_reason), tone: "bad", level: level + 1 });
  }
  return steps;
}

const jobStory = (job: WaitingJobOut): Story => ({
  id: `job ${job.reminder_id}`,
  at: job.run_at,
  title: m.story.reminder(job.reminder_id.slice(-8)),
  steps: jobSteps(job, 1),
});

function auditStory(entry: AuditOut): Story {
  const steps: Step[] = [{ text: m.story.by(shortIds(entry.actor)), tone: "plain", level: 1 }];
  if (entry.reason) steps.push({ text: entry.reason, tone: "plain", level: 2 });
  return {
    id: entry.id,
    at: entry.at,
    title: `${entry.action} ${shortIds(entry.target)}`,
    steps,
  };
}

const aloneStory = (entry: DeliveryOut | DeadLetterOut): Story => ({
  id: entry.id,
  at: entry.at,
  title: entry.kind === "delivery" ? m.story.delivery : entry.event_type,
  steps: stepsOf(entry, 1),
});
