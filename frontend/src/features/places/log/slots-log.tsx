import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CalendarX } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import { allOccurrencesOptions } from "@/api/occurrences/list-occurrences";
import type { OccurrenceOut } from "@/api/schema.gen";
import { clipped } from "@/components/tasks/clipped";
import { EmptyState } from "@/components/ui/empty-state";
import { LoadMore } from "@/components/ui/load-more";
import { formatTime, sayInstant } from "@/lib/time";
import { byDay } from "./by-day";
import { DaySection } from "./day-section";
import { m } from "./messages";

export type Undone = "skipped" | "missed";

/** What came back and was not done: skipped, with why, or missed, day by day. */
export function SlotsLog({ status }: { readonly status: Undone }) {
  const pages = useSuspenseInfiniteQuery(allOccurrencesOptions(status));
  if (pages.data.length === 0) {
    return (
      <EmptyState
        icon={<CalendarX size={28} />}
        title={m.slots[status].emptyTitle}
        text={m.slots[status].emptyText}
      />
    );
  }
  return (
    <>
      {[...byDay(pages.data, ({ slot }) => slot.slice(0, 10))].map(([day, slots]) => (
        <DaySection key={day} day={day}>
          {slots.map((slot) => (
            <SlotRow key={`${slot.series_id} ${slot.slot}`} slot={slot} />
          ))}
        </DaySection>
      ))}
      <LoadMore pages={pages} title={m.loadMore} />
    </>
  );
}

function SlotRow({ slot }: { readonly slot: OccurrenceOut }) {
  const me = useMe();
  const shown = slot.task_id ?? slot.latest_task_id;
  const title = <bdi>{slot.title === null ? m.slots.noTitle : clipped(slot.title)}</bdi>;
  return (
    <li className="flex items-baseline gap-3 border-b border-line py-2">
      <time className="w-16 shrink-0 text-sm text-muted tabular-nums">
        {slot.slot.includes("T") ? formatTime(slot.slot, me) : null}
      </time>
      <div className="min-w-0 grow">
        {shown === null ? (
          <p className="line-clamp-2 break-words">{title}</p>
        ) : (
          <Link
            to="."
            search={(before) => ({ ...before, task: shown })}
            className="line-clamp-2 break-words"
          >
            {title}
          </Link>
        )}
        <p className="text-sm text-muted">{whatBecame(slot, (at) => sayInstant(at, me))}</p>
      </div>
    </li>
  );
}

/** Why it was not done, as far as that is known. */
function whatBecame(slot: OccurrenceOut, say: (at: string) => string): string {
  if (slot.status === "missed") return m.slots.missedTimes(slot.count);
  const why = slot.reason === null ? m.slots.skippedPlain : m.slots.reasons[slot.reason];
  return slot.ended_at === null ? why : `${why} · ${say(slot.ended_at)}`;
}
