import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { addDays, type Clockwork, type Day, formatDay, weekDays } from "@/lib/time";
import { m } from "@/messages/picker";
import { Button } from "./button";
import { addMonths, monthGrid } from "./month-grid";

/**
 * A month, of which a day is picked (the date grid of the ARIA practices): arrows go by days and
 * weeks, Home and End within the week, Page Up and Down by months, with Shift by years.
 */
export function DatePicker({
  value,
  today,
  weekStart,
  onPick,
}: {
  readonly value: Day | null;
  readonly today: Day;
  readonly weekStart: Clockwork["week_start"];
  readonly onPick: (day: Day) => void;
}) {
  const [focused, setFocused] = useState<Day>(value ?? today);
  const grid = useRef<HTMLDivElement>(null);
  const byKeys = useRef(false);
  const titleId = useId();
  const weeks = monthGrid(focused, weekStart);
  const month = focused.slice(0, 7);

  useEffect(() => {
    if (!byKeys.current) return;
    byKeys.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)?.focus();
  }, [focused]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = dayOfKey(event, focused, weeks);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    byKeys.current = true;
    setFocused(to);
  };

  return (
    <div>
      <div className="flex items-center justify-between pl-2">
        <p id={titleId} aria-live="polite" className="font-medium">
          {formatDay(focused, { month: "long", year: "numeric" })}
        </p>
        <div className="flex">
          <Step label={m.previousMonth} onClick={() => setFocused(addMonths(focused, -1))}>
            <ChevronLeft aria-hidden size={18} />
          </Step>
          <Step label={m.nextMonth} onClick={() => setFocused(addMonths(focused, 1))}>
            <ChevronRight aria-hidden size={18} />
          </Step>
        </div>
      </div>
      <div
        ref={grid}
        role="grid"
        tabIndex={-1}
        aria-labelledby={titleId}
        onKeyDown={onKeyDown}
        className="mt-1 outline-none"
      >
        <div role="row" tabIndex={-1} className={WEEK}>
          {weekDays(weekStart).map((weekday) => (
            <span
              key={weekday}
              role="columnheader"
              tabIndex={-1}
              aria-label={weekdayName(weekday, "long")}
              className="pb-1 text-xs text-muted"
            >
              {weekdayName(weekday, "narrow")}
            </span>
          ))}
        </div>
        {weeks.map((week) => (
          <div key={week[0]} role="row" tabIndex={-1} className={WEEK}>
            {week.map((day) => (
              <button
                key={day}
                type="button"
                role="gridcell"
                data-day={day}
                tabIndex={day === focused ? 0 : -1}
                aria-selected={day === value}
                aria-label={formatDay(day, FULL)}
                aria-current={day === today ? "date" : undefined}
                onClick={() => onPick(day)}
                className={cn(
                  "flex size-8 items-center justify-center rounded-lg text-sm tabular-nums hover:bg-hover pointer-coarse:size-11",
                  day.slice(0, 7) !== month && "text-muted",
                  day === today && "font-semibold text-accent",
                  day === value && "bg-accent text-on-accent hover:bg-accent",
                )}
              >
                {Number(day.slice(8))}
              </button>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function Step({
  label,
  onClick,
  children,
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}) {
  return (
    <Button look="quiet" size="icon" aria-label={label} onClick={onClick}>
      {children}
    </Button>
  );
}

const WEEK = "grid grid-cols-7 justify-items-center";
const FULL = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;

/** 2024 began on a Monday. */
const weekdayName = (weekday: number, width: "long" | "narrow"): string =>
  formatDay(addDays("2024-01-01", weekday - 1), { weekday: width });

function dayOfKey(
  event: KeyboardEvent,
  day: Day,
  weeks: readonly (readonly Day[])[],
): Day | undefined {
  const week = weeks.find((each) => each.includes(day)) ?? [];
  const months = event.shiftKey ? 12 : 1;
  switch (event.key) {
    case "ArrowLeft":
      return addDays(day, -1);
    case "ArrowRight":
      return addDays(day, 1);
    case "ArrowUp":
      return addDays(day, -7);
    case "ArrowDown":
      return addDays(day, 7);
    case "Home":
      return week[0];
    case "End":
      return week.at(-1);
    case "PageUp":
      return addMonths(day, -months);
    case "PageDown":
      return addMonths(day, months);
    default:
      return undefined;
  }
}
