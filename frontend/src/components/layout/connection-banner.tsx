import { useMe } from "@/api/me/get-me";
import { useShownAsOf } from "@/lib/connection";
import { useLiveState } from "@/lib/live";
import { formatTime, sayInstant, wallTime } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m } from "@/messages/core";

const DAY_MS = 86_400_000;

/** Says that what is shown may be old, and since when. */
export function ConnectionBanner() {
  const isLost = useLiveState() === "lost";
  const asOf = useShownAsOf();
  const text = useAsOf(asOf) ?? (isLost ? m.reconnecting : null);
  return (
    <div role="status">
      {text === null ? null : (
        <p className="flex items-center justify-center gap-2 bg-accent-soft px-4 py-1.5 text-center text-sm">
          {text}
        </p>
      )}
    </div>
  );
}

function useAsOf(asOf: number | null): string | null {
  const me = useMe();
  const now = useNow();
  if (asOf === null) return null;
  const isToday = now - asOf < DAY_MS / 2;
  return m.offlineAsOf(
    isToday
      ? formatTime(wallTime(asOf, me.zone), me)
      : sayInstant(new Date(asOf).toISOString(), me),
  );
}
