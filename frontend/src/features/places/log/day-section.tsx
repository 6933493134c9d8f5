import type { ReactNode } from "react";
import { useMe } from "@/api/me/get-me";
import { type Day, dayIn, formatDay, sayDay } from "@/lib/time";
import { useNow } from "@/lib/use-now";

/** What belongs to one day, under its name. */
export function DaySection({ day, children }: { readonly day: Day; readonly children: ReactNode }) {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const name = sayDay(day, today);
  const date = formatDay(day, { weekday: "short", day: "numeric", month: "short" });
  return (
    <section aria-labelledby={`day-${day}`} className="mb-6">
      <h2 id={`day-${day}`} className="flex items-baseline gap-2 font-semibold">
        {name}
        <span className="text-sm font-normal text-muted">{date}</span>
      </h2>
      <ul>{children}</ul>
    </section>
  );
}
