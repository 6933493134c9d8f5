import { useDroppable } from "@dnd-kit/core";
import { Plus } from "lucide-react";
import { type MouseEvent, type RefObject, useEffect, useState } from "react";
import { monthWeeks } from "@/components/ui/month-grid";
import { WeekdayNames } from "@/components/ui/month-head";
import { cn } from "@/lib/cn";
import { type Clockwork, type Day, formatDay, longDay } from "@/lib/time";
import { type Entry, shownOf } from "./entries";
import { EntryChip } from "./entry-chip";
import { dayCell, useGridKeys } from "./grid-keys";
import { m } from "./messages";
import type { MoveEntry } from "./use-move";

export interface GridProps {
  readonly day: Day;
  readonly today: Day;
  readonly days: ReadonlyMap<Day, readonly Entry[]>;
  readonly clockwork: Clockwork;
  readonly onDay: (day: Day) => void;
  readonly onOpen: (day: Day) => void;
  readonly onAdd: (words: string) => void;
  readonly move: MoveEntry;
}

const HEAD_PX = 32;
const LINE_PX = 28;

/** The weeks of a month, each day with as many of its tasks as fit. */
export function MonthGrid(props: GridProps) {
  const { day, clockwork, days } = props;
  const weeks = monthWeeks(day, clockwork.week_start);
  const { grid, frame, moveEntry } = useGridKeys(props);
  const fit = useFit(grid, weeks.length);
  return (
    <div
      {...frame}
      role="grid"
      aria-label={formatDay(day, { month: "long", year: "numeric" })}
      className="flex min-h-[36rem] grow flex-col overflow-hidden rounded-xl border border-line bg-surface outline-none"
    >
      <WeekdayNames week={weeks.at(1) ?? []} className="border-b border-line py-2" />
      {weeks.map((week) => (
        <div key={week[0]} role="row" className="grid min-h-0 grow basis-0 grid-cols-7">
          {week.map((each) => (
            <MonthCell
              key={each}
              {...props}
              cell={each}
              entries={days.get(each) ?? []}
              fit={fit}
              moveEntry={moveEntry}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface CellProps extends GridProps {
  readonly cell: Day;
  readonly entries: readonly Entry[];
  readonly fit: number;
  readonly moveEntry: (entry: Entry, to: Day) => void;
}

function MonthCell({ cell, entries, fit, moveEntry, ...props }: CellProps) {
  const { day, today, clockwork, onDay, onOpen, onAdd } = props;
  const { setNodeRef, isOver } = useDroppable({ id: cell, data: { day: cell, part: "day" } });
  const isFocus = cell === day;
  const isOther = cell.slice(0, 7) !== day.slice(0, 7);
  const shown = entries.slice(0, shownOf(entries.length, fit));
  const rest = entries.length - shown.length;
  const words = longDay(cell);
  const onClick = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest("a,button")) return;
    onDay(cell);
    onAdd(`${cell} `);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys; Enter opens the day, which has a button to add
    <div
      ref={setNodeRef}
      role="gridcell"
      {...dayCell(cell, props, entries.length)}
      onClick={onClick}
      className={cn(
        "group relative flex min-w-0 flex-col gap-[3px] overflow-hidden border-line border-r border-b p-1 outline-offset-[-2px] last:border-r-0",
        "[div[role=row]:last-child>&]:border-b-0",
        isOther && "bg-canvas",
        isOver && "bg-accent-soft",
      )}
    >
      <div className="flex h-6 shrink-0 items-center justify-between">
        <DayNumber day={cell} isToday={cell === today} isOther={isOther} />
        <button
          type="button"
          tabIndex={isFocus ? 0 : -1}
          aria-label={m.addOn(words)}
          onClick={() => onAdd(`${cell} `)}
          className="flex size-6 items-center justify-center rounded-md text-muted opacity-0 hover:bg-hover hover:text-text focus-visible:opacity-100 group-hover:opacity-100"
        >
          <Plus aria-hidden size={15} />
        </button>
      </div>
      {shown.map((entry) => (
        <EntryChip
          key={entry.key}
          entry={entry}
          clockwork={clockwork}
          isReachable={isFocus}
          onMove={moveEntry}
          className="shrink-0"
        />
      ))}
      {rest > 0 ? (
        <button
          type="button"
          tabIndex={isFocus ? 0 : -1}
          aria-label={m.moreOn(rest, words)}
          onClick={() => onOpen(cell)}
          className="h-[1.625rem] shrink-0 rounded-md px-1.5 text-left text-xs font-medium text-muted hover:bg-hover hover:text-text"
        >
          {m.more(rest)}
        </button>
      ) : null}
    </div>
  );
}

/** The number of a day; today's in the accent, the first of a month with its name. */
export function DayNumber({
  day,
  isToday,
  isOther = false,
  isBare = false,
}: {
  readonly day: Day;
  readonly isToday: boolean;
  readonly isOther?: boolean;
  /** There is no room for the name of a month. */
  readonly isBare?: boolean;
}) {
  const isFirst = day.endsWith("-01") && !isBare;
  return (
    <span
      className={cn(
        "flex h-6 min-w-6 items-center justify-center rounded-full px-1.5 text-[0.8125rem] tabular-nums",
        isToday ? "bg-accent font-semibold text-on-accent" : isOther ? "text-muted" : "font-medium",
      )}
    >
      {formatDay(
        day,
        isFirst && !isToday ? { day: "numeric", month: "short" } : { day: "numeric" },
      )}
    </span>
  );
}

/** How many lines fit under the number of a day. */
function useFit(grid: RefObject<HTMLDivElement | null>, rows: number): number {
  const [fit, setFit] = useState(3);
  useEffect(() => {
    const element = grid.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const row = (element.clientHeight - HEAD_PX) / rows;
      setFit(Math.max(1, Math.floor((row - HEAD_PX - 2) / LINE_PX)));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [grid, rows]);
  return fit;
}
