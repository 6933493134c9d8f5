import { ChevronLeft, ChevronRight } from "lucide-react";
import { cn } from "@/lib/cn";
import { type Day, formatDay } from "@/lib/time";
import { Button } from "./button";

/** The buttons to what is before and after: a month, a week. */
export function StepButtons({
  previous,
  next,
  onStep,
}: {
  /** What the buttons do, in words. */
  readonly previous: string;
  readonly next: string;
  readonly onStep: (by: 1 | -1) => void;
}) {
  return (
    <>
      <Button look="quiet" size="icon" aria-label={previous} onClick={() => onStep(-1)}>
        <ChevronLeft aria-hidden size={19} />
      </Button>
      <Button look="quiet" size="icon" aria-label={next} onClick={() => onStep(1)}>
        <ChevronRight aria-hidden size={19} />
      </Button>
    </>
  );
}

/** The names of the days over their columns. */
export function WeekdayNames({
  week,
  width = "short",
  className,
}: {
  /** The first week of the grid. */
  readonly week: readonly Day[];
  readonly width?: "short" | "narrow";
  readonly className?: string;
}) {
  return (
    <div role="row" className={cn("grid grid-cols-7", className)}>
      {week.map((day) => (
        <div
          key={day}
          role="columnheader"
          aria-label={formatDay(day, { weekday: "long" })}
          className="text-center text-xs font-medium text-muted"
        >
          {formatDay(day, { weekday: width })}
        </div>
      ))}
    </div>
  );
}
