import { useInfiniteQuery } from "@tanstack/react-query";
import { Check, Circle, CircleDashed, FastForward, X } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import type { OccurrenceOut, TaskOut } from "@/api/schema.gen";
import { occurrencesOptions } from "@/api/tasks/list-occurrences";
import { ErrorNote } from "@/components/ui/error-note";
import { MoreButton } from "@/components/ui/load-more";
import { SkeletonList } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { dayIn, sayWall } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "./messages";
import { type Outcome, sayOutcome } from "./year";

const LOOKS = {
  done: { icon: Check, tone: "text-success" },
  skipped: { icon: FastForward, tone: "text-muted" },
  missed: { icon: X, tone: "text-danger" },
  moved: { icon: CircleDashed, tone: "text-muted" },
  open: { icon: Circle, tone: "text-accent" },
} as const;

/** Each time that it came, the latest first, with what became of it. */
export function Slots({
  task,
  status,
  most,
}: {
  readonly task: TaskOut;
  readonly status?: Outcome | undefined;
  /** No more than so many, and no way to see the others. */
  readonly most?: number;
}) {
  const query = useInfiniteQuery(occurrencesOptions(task, status));
  const { data, error } = query;
  if (error) return <ErrorNote error={error} onRetry={() => void query.refetch()} />;
  if (data === undefined) return <SkeletonList rows={3} />;
  if (data.length === 0) return <p className="text-muted">{m.noneOfThese}</p>;
  return (
    <>
      <ul className="flex flex-col">
        {data.slice(0, most).map((slot) => (
          <Slot key={`${slot.series_id} ${slot.slot}`} slot={slot} />
        ))}
      </ul>
      {most === undefined ? (
        <MoreButton pages={query} className="mt-2 self-start">
          {m.more}
        </MoreButton>
      ) : null}
    </>
  );
}

function Slot({ slot }: { readonly slot: OccurrenceOut }) {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const { icon: Icon, tone } = LOOKS[slot.status];
  return (
    <li className="flex items-baseline gap-3 border-b border-line py-2 last:border-0">
      <Icon aria-hidden size={15} className={cn("shrink-0 translate-y-0.5", tone)} />
      <span className="w-28 shrink-0 tabular-nums sm:w-44">{sayWall(slot.slot, me, today)}</span>
      <span className="min-w-0 text-sm text-muted">{sayOutcome(slot, me)}</span>
    </li>
  );
}
