import { monthWeeks } from "@/components/ui/month-grid";
import { WeekdayNames } from "@/components/ui/month-head";
import { cn } from "@/lib/cn";
import { type Day, formatDay } from "@/lib/time";
import type { Entry } from "./entries";
import { dayCell, useGridKeys } from "./grid-keys";
import { DayNumber, type GridProps } from "./month-grid";

const MOST_DOTS = 3;

const DOTS = {
  open: "bg-accent",
  overdue: "bg-danger",
  done: "bg-line-strong/70",
  ahead: "border border-line-strong",
} as const;

/** A month on a phone: dots say how full a day is; the day that is chosen is shown below. */
export function MonthDots(props: GridProps) {
  const { day, today, days, clockwork, onDay } = props;
  const weeks = monthWeeks(day, clockwork.week_start);
  const { frame } = useGridKeys(props);
  return (
    <div
      {...frame}
      role="grid"
      aria-label={formatDay(day, { month: "long", year: "numeric" })}
      className="rounded-xl border border-line bg-surface pb-1 outline-none"
    >
      <WeekdayNames week={weeks.at(1) ?? []} className="border-b border-line py-2" />
      {weeks.map((week) => (
        <div key={week[0]} role="row" className="grid grid-cols-7">
          {week.map((cell) => (
            <DotCell
              key={cell}
              cell={cell}
              day={day}
              today={today}
              entries={days.get(cell) ?? []}
              onDay={onDay}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

function DotCell({
  cell,
  day,
  today,
  entries,
  onDay,
}: {
  readonly cell: Day;
  readonly day: Day;
  readonly today: Day;
  readonly entries: readonly Entry[];
  readonly onDay: (day: Day) => void;
}) {
  const isChosen = cell === day;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
    <div
      role="gridcell"
      {...dayCell(cell, { day, today }, entries.length)}
      onClick={() => onDay(cell)}
      className={cn(
        "m-0.5 flex h-11 flex-col items-center justify-center gap-0.5 rounded-lg",
        isChosen && "bg-accent-soft",
      )}
    >
      <DayNumber
        day={cell}
        isToday={cell === today}
        isOther={cell.slice(0, 7) !== day.slice(0, 7)}
        isBare
      />
      <span className="flex h-1.5 gap-[3px]">
        {dotsOf(entries).map((entry) => (
          <span key={entry.key} className={cn("size-1.5 rounded-full", DOTS[entry.look])} />
        ))}
      </span>
    </div>
  );
}

const URGENCY = { overdue: 0, open: 1, ahead: 2, done: 3 } as const;

const dotsOf = (entries: readonly Entry[]): Entry[] =>
  [...entries].sort((one, other) => URGENCY[one.look] - URGENCY[other.look]).slice(0, MOST_DOTS);
