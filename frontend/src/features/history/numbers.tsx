import type { HistoryOut } from "@/api/schema.gen";
import { type Day, formatDay } from "@/lib/time";
import { m } from "./messages";
import { sayRate } from "./year";

/** Streak and rates in large, counts below. */
export function Numbers({ history }: { readonly history: HistoryOut }) {
  const { streak, rate_30d: month, rate_90d: quarter } = history;
  return (
    <div className="flex flex-col gap-2">
      <dl className="grid grid-cols-3 gap-2">
        <Figure name={m.streak} value={String(streak.current)} hint={m.longest(streak.longest)} />
        <Figure name={m.rate30} value={sayRate(month)} hint={m.rateHint} />
        <Figure name={m.rate90} value={sayRate(quarter)} hint={m.rateHint} />
      </dl>
      <p className="text-sm text-muted">{countsOf(history).join(" · ")}</p>
    </div>
  );
}

function Figure({
  name,
  value,
  hint,
}: {
  readonly name: string;
  readonly value: string;
  readonly hint: string;
}) {
  return (
    <div className="flex min-w-0 flex-col rounded-xl border border-line bg-surface px-3 py-2.5">
      <dt className="text-sm text-muted">{name}</dt>
      <dd>
        <span className="block text-2xl font-semibold tabular-nums">{value}</span>
        <span className="block text-xs text-muted">{hint}</span>
      </dd>
    </div>
  );
}

function countsOf(history: HistoryOut): string[] {
  const { slots_done: done, skipped, missed, moved, first_slot: first, slot_number: at } = history;
  return [
    m.counts.done(done),
    skipped > 0 ? m.counts.skipped(skipped) : "",
    m.counts.missed(missed),
    moved > 0 ? m.counts.moved(moved) : "",
    first === null ? "" : m.since(dayOf(first)),
    at === null ? "" : m.number(at),
  ].filter((part) => part !== "");
}

const dayOf = (slot: Day): string =>
  formatDay(slot, { day: "numeric", month: "short", year: "numeric" });
