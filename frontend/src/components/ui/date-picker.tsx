import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { type Clockwork, type Day, formatDay } from "@/lib/time";
import { m } from "@/messages/picker";
import { addMonths, dayOfKey, monthWeeks } from "./month-grid";
import { StepButtons, WeekdayNames } from "./month-head";

/** A month, of which a day is picked by a click, or by the keys of date grids. */
export function DatePicker({
  value,
  today,
  weekStart,
  onPick,
  autoFocus = false,
}: {
  readonly value: Day | null;
  readonly today: Day;
  readonly weekStart: Clockwork["week_start"];
  readonly onPick: (day: Day) => void;
  /** It is what one begins with in what was opened. */
  readonly autoFocus?: boolean;
}) {
  const [focused, setFocused] = useState<Day>(value ?? today);
  const grid = useRef<HTMLDivElement>(null);
  const byKeys = useRef(autoFocus);
  const titleId = useId();
  const weeks = monthWeeks(focused, weekStart);

  useEffect(() => {
    if (!byKeys.current) return;
    byKeys.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)?.focus();
  }, [focused]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = dayOfKey(event, focused, weekStart);
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
          <StepButtons
            previous={m.previousMonth}
            next={m.nextMonth}
            onStep={(by) => setFocused(addMonths(focused, by))}
          />
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
        <WeekdayNames week={weeks.at(1) ?? []} width="narrow" className="pb-1" />
        {weeks.map((week) => (
          <div key={week[0]} role="row" className="grid grid-cols-7 justify-items-center">
            {week.map((day) => (
              <PickerDay
                key={day}
                day={day}
                isFocused={day === focused}
                isPicked={day === value}
                isToday={day === today}
                isOther={day.slice(0, 7) !== focused.slice(0, 7)}
                onPick={onPick}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function PickerDay({
  day,
  isFocused,
  isPicked,
  isToday,
  isOther,
  onPick,
}: {
  readonly day: Day;
  readonly isFocused: boolean;
  readonly isPicked: boolean;
  readonly isToday: boolean;
  readonly isOther: boolean;
  readonly onPick: (day: Day) => void;
}) {
  return (
    <button
      type="button"
      role="gridcell"
      data-day={day}
      tabIndex={isFocused ? 0 : -1}
      aria-selected={isPicked}
      aria-label={formatDay(day, FULL)}
      aria-current={isToday ? "date" : undefined}
      onClick={() => onPick(day)}
      className={cn(
        "flex size-8 items-center justify-center rounded-lg text-sm tabular-nums hover:bg-hover pointer-coarse:size-11",
        isOther && "text-muted",
        isToday && "font-semibold text-accent",
        isPicked && "bg-accent text-on-accent hover:bg-accent",
      )}
    >
      {Number(day.slice(8))}
    </button>
  );
}

const FULL = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
