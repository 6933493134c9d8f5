import { Button } from "@/components/ui/button";
import { weekOf } from "@/components/ui/month-grid";
import { StepButtons } from "@/components/ui/month-head";
import { cn } from "@/lib/cn";
import { type Clockwork, type Day, formatDay } from "@/lib/time";
import { usePageTitle } from "@/lib/use-page-title";
import { m } from "./messages";
import type { CalendarView } from "./search";
import { stepOf } from "./shown-days";

export interface HeaderProps {
  readonly view: CalendarView;
  readonly day: Day;
  readonly today: Day;
  readonly clockwork: Clockwork;
  readonly onDay: (day: Day) => void;
  readonly onView: (view: CalendarView) => void;
}

/** What is shown, and how to get to what is beside it. */
export function CalendarHeader({ view, day, today, clockwork, onDay, onView }: HeaderProps) {
  const title = titleOf(view, day, clockwork);
  usePageTitle(title);
  return (
    <header className="mb-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h1 aria-live="polite" className="text-2xl font-semibold tracking-tight">
        {title}
      </h1>
      <div className="flex grow items-center gap-1 sm:grow-0">
        <Button className="mr-1" onClick={() => onDay(today)}>
          {m.today}
        </Button>
        <StepButtons
          previous={view === "month" ? m.previousMonth : m.previousWeek}
          next={view === "month" ? m.nextMonth : m.nextWeek}
          onStep={(steps) => onDay(stepOf(view, day, steps))}
        />
        <Switch view={view} onView={onView} />
      </div>
    </header>
  );
}

function Switch({ view, onView }: Pick<HeaderProps, "view" | "onView">) {
  return (
    <div
      role="group"
      aria-label={m.view}
      className="ml-auto flex rounded-lg bg-hover p-0.5 sm:ml-2"
    >
      {(["month", "week"] as const).map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={view === each}
          onClick={() => onView(each)}
          className={cn(
            "h-8 rounded-md px-3 text-sm font-medium text-muted pointer-coarse:h-10",
            view === each && "bg-raised text-text shadow-sm",
          )}
        >
          {m[each]}
        </button>
      ))}
    </div>
  );
}

/** `November 2026`; of a week that lies in two months both. */
export function titleOf(view: CalendarView, day: Day, clockwork: Clockwork): string {
  if (view === "month") return formatDay(day, { month: "long", year: "numeric" });
  const week = weekOf(day, clockwork.week_start);
  const [first = day, last = day] = [week[0], week[6]];
  if (first.slice(0, 7) === last.slice(0, 7)) {
    return formatDay(day, { month: "long", year: "numeric" });
  }
  const isSameYear = first.slice(0, 4) === last.slice(0, 4);
  const from = formatDay(
    first,
    isSameYear ? { month: "short" } : { month: "short", year: "numeric" },
  );
  return `${from} – ${formatDay(last, { month: "short", year: "numeric" })}`;
}
