import { Link } from "@tanstack/react-router";
import { useId } from "react";
import type { HeapOut } from "@/api/schema.gen";
import { opsLink, type Texts } from "@/components/area/links";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { m } from "./messages";

/** Dead letters that have something in common, the largest heap first; each leads to its letters. */
export function Heaps({
  title,
  heaps,
  by,
  within = {},
}: {
  readonly title: string;
  readonly heaps: readonly HeapOut[];
  readonly by: "event_type" | "fingerprint";
  /** What the letters that were counted have in common already. */
  readonly within?: Texts;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h3 id={id} className="mb-1 text-sm font-medium text-muted">
        {title}
      </h3>
      <ul className="flex flex-col gap-1">
        {heaps.map((heap) => (
          <Heap
            key={by === "fingerprint" ? heap.fingerprint : heap.event_types.join()}
            heap={heap}
            by={by}
            within={within}
          />
        ))}
      </ul>
    </section>
  );
}

function Heap({
  heap,
  by,
  within,
}: {
  readonly heap: HeapOut;
  readonly by: "event_type" | "fingerprint";
  readonly within: Texts;
}) {
  const say = useSayMoment();
  const types = heap.event_types.join(", ");
  const groups = heap.groups.join(", ") || m.noWorker;
  const name = by === "event_type" ? types : heap.error_class || m.noError;
  const about = by === "event_type" ? groups : `${types} · ${groups}`;
  const key =
    by === "event_type" ? { type: heap.event_types[0] } : { fingerprint: heap.fingerprint ?? "" };
  const facts = (
    <>
      <span className="min-w-10 shrink-0 text-right text-lg font-semibold tabular-nums">
        {heap.count}
      </span>
      <span className="min-w-0 grow">
        <span className="block truncate font-medium">{name}</span>
        {by === "fingerprint" && heap.error ? (
          <span className="line-clamp-2 block text-sm [overflow-wrap:anywhere]">{heap.error}</span>
        ) : null}
        <span className="block text-sm text-muted">
          {`${about} · ${m.between(say(heap.first_at), say(heap.last_at))}`}
        </span>
      </span>
    </>
  );
  const look = "flex items-baseline gap-3 rounded-lg px-2 py-1.5";
  return (
    <li>
      {by === "fingerprint" && heap.fingerprint === null ? (
        <p className={look}>{facts}</p>
      ) : (
        <Link
          {...opsLink("dead-letters", { ...within, ...key })}
          className={`${look} hover:bg-hover`}
        >
          {facts}
        </Link>
      )}
    </li>
  );
}
