import { useMe } from "@/api/me/get-me";
import type { OverviewOut } from "@/api/schema.gen";
import { Section } from "@/components/ui/section";
import { formatTime, wallTime } from "@/lib/time";
import { g } from "./messages";

type Coming = NonNullable<OverviewOut["database"]["coming"]>;

/** How many reminders fire in each of the next minutes. */
export function ComingSection({ coming }: { readonly coming: Coming }) {
  const me = useMe();
  const most = Math.max(...coming.minutes.map(({ reminders }) => reminders));
  return (
    <Section title={g.coming.title}>
      {most === 0 ? (
        <p className="text-muted">{g.coming.none}</p>
      ) : (
        <ol className="flex flex-col gap-1 text-sm tabular-nums">
          {coming.minutes.map(({ at, reminders }) => (
            <li key={at} className="flex items-center gap-3">
              <span className="w-28 shrink-0">
                {g.coming.at(formatTime(wallTime(Date.parse(at), me.zone), me), reminders)}
              </span>
              <span
                aria-hidden
                className="h-2.5 rounded-full bg-accent"
                style={{ width: `${(reminders / most) * 60}%` }}
              />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
