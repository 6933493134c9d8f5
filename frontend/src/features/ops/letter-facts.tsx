import { Link } from "@tanstack/react-router";
import { useMe } from "@/api/me/get-me";
import type { LetterOut } from "@/api/schema.gen";
import { sayActor } from "@/components/area/actors";
import { Facts } from "@/components/area/facts";
import { opsLink } from "@/components/area/links";
import { Section } from "@/components/ui/section";
import { sayExact } from "@/lib/instants";
import { m } from "./messages";
import { TraceLink } from "./trace-link";

const LINK = "text-accent underline underline-offset-2";

/** Everything about a letter but what is in it. */
export function LetterFacts({ letter }: { readonly letter: LetterOut }) {
  const me = useMe();
  const at = (instant: string | null): string | null => (instant ? sayExact(instant, me) : null);
  const place = (topic: string | null, partition: number | null, offset: number | null) =>
    topic === null ? null : m.letter.place(topic, partition ?? 0, offset ?? 0);
  const names = m.letter.facts;
  const kinds: Readonly<Record<string, string>> = m.kinds;
  const fingerprint = letter.fingerprint ? (
    <Link {...opsLink("dead-letters", { fingerprint: letter.fingerprint })} className={LINK}>
      {letter.fingerprint}
    </Link>
  ) : null;
  const event = letter.event_id ? <EventLink id={letter.event_id} /> : null;
  const user = letter.user_id ? (
    <Link {...opsLink("timeline", { of: "user", id: letter.user_id })} className={LINK}>
      {letter.user_id}
    </Link>
  ) : null;
  return (
    <>
      <Section title={m.letter.error}>
        <p className="font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">
          {[letter.error_class, letter.error].filter(Boolean).join(": ") || m.noError}
        </p>
        <Facts
          facts={[
            [
              names.kind,
              letter.failure_kind && (kinds[letter.failure_kind] ?? letter.failure_kind),
            ],
            [names.group, letter.group ?? m.noWorker],
            [names.attempts, letter.attempts],
            [names.first, at(letter.first_failed_at)],
            [names.last, at(letter.last_failed_at)],
            [names.fingerprint, fingerprint],
          ]}
        />
      </Section>
      <Section title={m.letter.event}>
        <Facts
          facts={[
            [names.state, m.states[letter.state]],
            [names.died, at(letter.recorded_at)],
            [names.event, event],
            [names.user, user],
            [names.subject, letter.subject],
            [names.trace, letter.traceparent && <Trace traceparent={letter.traceparent} />],
            [names.redrives, letter.redrives || null],
            [
              names.origin,
              place(letter.original_topic, letter.original_partition, letter.original_offset),
            ],
            [names.place, place(letter.topic, letter.partition, letter.offset)],
            [
              names.closed,
              letter.closed_at
                ? `${at(letter.closed_at)} · ${sayActor(letter.closed_by ?? "", me.id)}`
                : null,
            ],
            [names.closedWhy, letter.close_reason],
          ]}
        />
      </Section>
    </>
  );
}

/** A text as W3C trace context has it; others have written what they liked. */
function Trace({ traceparent }: { readonly traceparent: string }) {
  const id = /^00-([0-9a-f]{32})-/.exec(traceparent)?.[1];
  return id ? <TraceLink id={id}>{traceparent}</TraceLink> : traceparent;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An event that a timeline can be asked about; others have written what they liked. */
function EventLink({ id }: { readonly id: string }) {
  if (!UUID.test(id)) return <>{id}</>;
  return (
    <Link {...opsLink("timeline", { of: "event", id })} className={LINK}>
      {id}
    </Link>
  );
}
