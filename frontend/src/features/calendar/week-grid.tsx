import { useDroppable } from "@dnd-kit/core";
import { Fragment, type MouseEvent, useEffect, useMemo, useRef } from "react";
import { weekOf } from "@/components/ui/month-grid";
import { cn } from "@/lib/cn";
import { type Clockwork, type Day, formatDay, formatTime, longDay, wallTime } from "@/lib/time";
import {
  BLOCK_MINUTES,
  type Block,
  clockChanges,
  DAY_MINUTES,
  minutesOf,
  minutesToTime,
  placeBlocks,
} from "./day-hours";
import type { Entry } from "./entries";
import { EntryChip } from "./entry-chip";
import { dayCell, useGridKeys } from "./grid-keys";
import { m } from "./messages";
import { DayNumber, type GridProps } from "./month-grid";

export const HOUR_PX = 52;
const COLUMNS = "grid grid-cols-[3.5rem_repeat(7,minmax(0,1fr))]";
/** As wide as the hours below, which have a scrollbar. */
const GUTTER = "shrink-0 overflow-hidden border-b border-line [scrollbar-gutter:stable]";
const MOST_ALL_DAY = 4;

/** A week by the hour: whole days above, times below, what overlaps side by side. */
export function WeekGrid(props: GridProps & { readonly now: number }) {
  const { day, clockwork } = props;
  const week = weekOf(day, clockwork.week_start);
  const { frame, moveEntry } = useGridKeys(props);
  return (
    <div
      {...frame}
      role="grid"
      aria-label={m.weekOf(formatDay(week[0] ?? day, { day: "numeric", month: "long" }))}
      className="flex min-h-[36rem] grow basis-0 flex-col overflow-hidden rounded-xl border border-line bg-surface outline-none"
    >
      <Heads week={week} today={props.today} />
      <AllDay {...props} week={week} moveEntry={moveEntry} />
      <Hours {...props} week={week} moveEntry={moveEntry} />
    </div>
  );
}

function Heads({ week, today }: { readonly week: readonly Day[]; readonly today: Day }) {
  return (
    <div role="row" className={cn(COLUMNS, GUTTER)}>
      <span role="presentation" />
      {week.map((day) => (
        <div
          key={day}
          role="columnheader"
          aria-label={longDay(day)}
          className="flex items-center justify-center gap-1 py-1.5 text-xs font-medium text-muted"
        >
          {formatDay(day, { weekday: "short" })}
          <DayNumber day={day} isToday={day === today} />
        </div>
      ))}
    </div>
  );
}

interface PartProps extends GridProps {
  readonly week: readonly Day[];
  readonly moveEntry: (entry: Entry, to: Day) => void;
}

function AllDay({ week, ...props }: PartProps) {
  return (
    <div role="row" className={cn(COLUMNS, GUTTER)}>
      <div role="rowheader" className="px-2 py-1.5 text-right text-xs text-muted">
        {m.allDayShort}
      </div>
      {week.map((day) => (
        <AllDayCell key={day} {...props} week={week} cell={day} />
      ))}
    </div>
  );
}

function AllDayCell({ cell, ...props }: PartProps & { readonly cell: Day }) {
  const { setNodeRef, isOver } = useDroppable({
    id: `${cell} all-day`,
    data: { day: cell, part: "all-day" },
  });
  const entries = (props.days.get(cell) ?? []).filter((entry) => entry.wall === null);
  const shown = entries.length > MOST_ALL_DAY ? entries.slice(0, MOST_ALL_DAY - 1) : entries;
  const rest = entries.length - shown.length;
  const words = longDay(cell);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens the day, which has a button to add
    <div
      ref={setNodeRef}
      role="gridcell"
      tabIndex={-1}
      aria-label={`${words}, ${m.allDay}`}
      onClick={(event) => {
        if (isOnControl(event)) return;
        props.onDay(cell);
        props.onAdd(`${cell} `);
      }}
      className={cn(
        "flex min-h-8 min-w-0 flex-col gap-[3px] border-l border-line p-1",
        isOver && "bg-accent-soft",
      )}
    >
      {shown.map((entry) => (
        <EntryChip
          key={entry.key}
          entry={entry}
          clockwork={props.clockwork}
          isReachable={cell === props.day}
          onMove={props.moveEntry}
        />
      ))}
      {rest > 0 ? (
        <MoreButton
          count={rest}
          words={words}
          onClick={() => props.onOpen(cell)}
          isReachable={cell === props.day}
        />
      ) : null}
    </div>
  );
}

function MoreButton({
  count,
  words,
  isReachable,
  isNarrow = false,
  onClick,
  className,
}: {
  readonly isNarrow?: boolean;
  readonly count: number;
  readonly words: string;
  readonly isReachable: boolean;
  readonly onClick: () => void;
  readonly className?: string;
}) {
  return (
    <button
      type="button"
      tabIndex={isReachable ? 0 : -1}
      aria-label={m.moreOn(count, words)}
      onClick={onClick}
      className={cn(
        "h-[1.625rem] shrink-0 truncate rounded-md px-1.5 text-left text-xs font-medium text-muted hover:bg-hover hover:text-text",
        className,
      )}
    >
      {isNarrow ? m.moreShort(count) : m.more(count)}
    </button>
  );
}

/** Where the day begins to be looked at: in the morning, or some hours before now. */
function firstHour(week: readonly Day[], today: Day, now: number, zone: string): number {
  const hour = week.includes(today) ? minutesOf(wallTime(now, zone)) / 60 : 12;
  return Math.max(0, hour < 8 ? hour - 1 : Math.max(7, hour - 6));
}

function Hours({ week, now, ...props }: PartProps & { readonly now: number }) {
  const scroller = useRef<HTMLDivElement>(null);
  const begin = useRef(firstHour(week, props.today, now, props.clockwork.zone));
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = begin.current * HOUR_PX - 10;
  }, []);
  return (
    <div ref={scroller} className="relative min-h-0 grow overflow-y-auto [scrollbar-gutter:stable]">
      <div role="row" className={cn(COLUMNS, "relative")} style={{ height: 24 * HOUR_PX }}>
        <HourNames clockwork={props.clockwork} />
        {week.map((day) => (
          <DayColumn key={day} {...props} week={week} now={now} cell={day} />
        ))}
      </div>
    </div>
  );
}

function HourNames({ clockwork }: { readonly clockwork: Clockwork }) {
  return (
    <div role="rowheader" className="relative text-right text-xs text-muted">
      <span className="sr-only">{m.hours}</span>
      {Array.from({ length: 23 }, (_, index) => index + 1).map((hour) => (
        <span
          key={hour}
          aria-hidden
          className="absolute right-2 -translate-y-1/2 whitespace-nowrap tabular-nums"
          style={{ top: hour * HOUR_PX }}
        >
          {hourName(hour, clockwork)}
        </span>
      ))}
    </div>
  );
}

/** `09:00`, or `9 AM` where minutes would only take room. */
function hourName(hour: number, clockwork: Clockwork): string {
  const time = formatTime(`2026-01-01T${minutesToTime(hour * 60)}`, clockwork);
  return clockwork.time_format === "12h" ? time.replace(":00", "") : time;
}

interface ColumnProps extends PartProps {
  readonly cell: Day;
  readonly now: number;
}

function DayColumn({ cell, now, ...props }: ColumnProps) {
  const { clockwork, today, onDay, onAdd } = props;
  const { setNodeRef, isOver } = useDroppable({
    id: `${cell} hours`,
    data: { day: cell, part: "hours" },
  });
  const entries = props.days.get(cell);
  const blocks = useMemo(() => placeBlocks(entries ?? []), [entries]);
  const words = longDay(cell);
  const onClick = (event: MouseEvent<HTMLElement>): void => {
    if (isOnControl(event)) return;
    const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
    const minutes = snapped((y / HOUR_PX) * 60, 30);
    onDay(cell);
    onAdd(`${cell} ${minutesToTime(minutes).slice(0, 5)} `);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter opens the day, which has a button to add
    <div
      ref={setNodeRef}
      role="gridcell"
      {...dayCell(cell, props, entries?.length ?? 0)}
      onClick={onClick}
      className={cn(
        "relative border-l border-line outline-offset-[-2px]",
        isOver && "bg-accent-soft/60",
      )}
    >
      <HourLines />
      <Changes day={cell} clockwork={clockwork} />
      {blocks.map((block) => (
        <BlockAt key={block.entries[0]?.key} block={block}>
          <BlockInside {...props} block={block} cell={cell} words={words} />
        </BlockAt>
      ))}
      {cell === today ? <NowLine now={now} clockwork={clockwork} /> : null}
    </div>
  );
}

function BlockInside({
  block,
  cell,
  words,
  ...props
}: PartProps & { readonly block: Block; readonly cell: Day; readonly words: string }) {
  const [first] = block.entries;
  if (first === undefined) return null;
  if (block.entries.length > 1) {
    return (
      <MoreButton
        count={block.entries.length}
        words={words}
        isReachable={cell === props.day}
        onClick={() => props.onOpen(cell)}
        isNarrow
        className="h-full w-full bg-hover px-1 text-center"
      />
    );
  }
  return (
    <EntryChip
      entry={first}
      clockwork={props.clockwork}
      isReachable={cell === props.day}
      isNarrow={block.columns > 1}
      onMove={props.moveEntry}
      className={cn(
        "h-full",
        first.look === "done" && "bg-surface",
        first.look === "ahead" && "bg-surface",
      )}
    />
  );
}

function BlockAt({
  block,
  children,
}: {
  readonly block: Block;
  readonly children: React.ReactNode;
}) {
  const width = 100 / block.columns;
  return (
    <div
      className="absolute z-10 px-px"
      style={{
        top: (block.start / 60) * HOUR_PX + 1,
        height: (BLOCK_MINUTES / 60) * HOUR_PX - 2,
        insetInlineStart: `${block.column * width}%`,
        width: `${width}%`,
      }}
    >
      {children}
    </div>
  );
}

function HourLines() {
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      {Array.from({ length: 23 }, (_, index) => index + 1).map((hour) => (
        <div
          key={hour}
          className="absolute inset-x-0 border-t border-line"
          style={{ top: hour * HOUR_PX }}
        />
      ))}
    </div>
  );
}

/** Where clocks skip an hour, or show it twice. */
function Changes({
  day,
  clockwork,
}: {
  readonly day: Day;
  readonly clockwork: Clockwork & { zone: string };
}) {
  const changes = useMemo(() => clockChanges(day, clockwork.zone), [day, clockwork.zone]);
  return changes.map(({ kind, from, to }) => {
    const [begin, end] = [from, Math.min(to, DAY_MINUTES - 1)].map((minutes) =>
      formatTime(`${day}T${minutesToTime(minutes)}`, clockwork),
    );
    const words = (kind === "skipped" ? m.skippedHour : m.doubledHour)(begin ?? "", end ?? "");
    return (
      <Fragment key={from}>
        <div
          title={words}
          className={cn(
            "absolute inset-x-0 flex items-end overflow-hidden px-1.5 pb-0.5 text-[0.6875rem] leading-tight text-muted",
            kind === "skipped" ? "stripes" : "border-l-4 border-line-strong/60 bg-hover/60",
          )}
          style={{ top: (from / 60) * HOUR_PX, height: ((to - from) / 60) * HOUR_PX }}
        >
          {words}
        </div>
      </Fragment>
    );
  });
}

function NowLine({ now, clockwork }: { readonly now: number; readonly clockwork: Clockwork }) {
  const wall = wallTime(now, clockwork.zone);
  return (
    <div
      role="img"
      aria-label={m.now(formatTime(wall, clockwork))}
      className="pointer-events-none absolute inset-x-0 z-20 h-0.5 -translate-y-1/2 bg-danger before:absolute before:-left-1 before:-top-[3px] before:size-2 before:rounded-full before:bg-danger"
      style={{ top: (minutesOf(wall) / 60) * HOUR_PX }}
    />
  );
}

const isOnControl = (event: MouseEvent): boolean =>
  event.target instanceof Element && event.target.closest("a,button") !== null;

/** Minutes of a day, to the nearest step that is a time of that day. */
export const snapped = (minutes: number, step: number): number =>
  Math.max(0, Math.min(DAY_MINUTES - step, Math.floor(minutes / step) * step));
