import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useCallback, useMemo, useState } from "react";
import { useMe } from "@/api/me/get-me";
import { ErrorNote } from "@/components/ui/error-note";
import { type Command, useCommands } from "@/lib/commands";
import { type Day, dayIn } from "@/lib/time";
import { useMedia } from "@/lib/use-media";
import { useNow } from "@/lib/use-now";
import { AgendaDay, WeekAgenda } from "./agenda";
import { CalendarHeader } from "./calendar-header";
import { DayDialog } from "./day-dialog";
import type { Entry } from "./entries";
import { ChipGhost } from "./entry-chip";
import { m } from "./messages";
import { MonthDots } from "./month-dots";
import { type GridProps, MonthGrid } from "./month-grid";
import type { CalendarView as View } from "./search";
import { rangeOf } from "./shown-days";
import { useCalendar, useNeighbours } from "./use-calendar";
import { useMove } from "./use-move";
import { HOUR_PX, snapped, WeekGrid } from "./week-grid";

export interface CalendarProps {
  readonly view: View;
  /** The day that has the focus; today if the address names none. */
  readonly day: Day | undefined;
  readonly onDay: (day: Day) => void;
  readonly onView: (view: View) => void;
  /** Opens quick add with words that say when. */
  readonly onAdd: (words: string) => void;
}

const DRAG_PX = 6;
const SNAP_MINUTES = 15;

/** Tasks by the day on which they are due, and what series bring. */
export function CalendarView({ view, day: asked, onDay, onView, onAdd }: CalendarProps) {
  const me = useMe();
  const now = useNow();
  const today = dayIn(now, me.zone);
  const day = asked ?? today;
  const [first, last] = rangeOf(view, day, me.week_start);
  const { days, isComplete, error, retry } = useCalendar(first, last, now);
  useNeighbours(view, day);
  const move = useMove();
  const [opened, setOpened] = useState<Day | null>(null);
  const isPhone = useMedia("(width < 48rem)");
  useCalendarCommands(today, onDay, onView);
  const grid = { day, today, days, clockwork: me, onDay, onOpen: setOpened, onAdd, move };
  return (
    <div className="mx-auto flex w-full flex-col px-4 pt-5 pb-24 md:h-dvh md:px-6 md:pb-6">
      <CalendarHeader
        view={view}
        day={day}
        today={today}
        clockwork={me}
        onDay={onDay}
        onView={onView}
      />
      {error ? (
        <div className="mb-3">
          <ErrorNote error={error} onRetry={retry} />
        </div>
      ) : null}
      {isComplete ? null : <p className="mb-3 text-sm text-muted">{m.notComplete}</p>}
      <p id="calendar-keys" className="sr-only">
        {m.howTo}
      </p>
      {isPhone ? <OnPhone view={view} grid={grid} /> : <OnDesk view={view} grid={grid} now={now} />}
      {opened ? (
        <DayDialog
          day={opened}
          today={today}
          entries={days.get(opened) ?? []}
          move={move}
          onAdd={onAdd}
          onClose={() => setOpened(null)}
        />
      ) : null}
    </div>
  );
}

function OnPhone({ view, grid }: { readonly view: View; readonly grid: GridProps }) {
  if (view === "week") return <WeekAgenda {...grid} />;
  return (
    <div className="flex flex-col gap-5">
      <MonthDots {...grid} />
      <AgendaDay cell={grid.day} {...grid} />
    </div>
  );
}

/** Grids in which tasks are dragged. */
function OnDesk({
  view,
  grid,
  now,
}: {
  readonly view: View;
  readonly grid: GridProps;
  readonly now: number;
}) {
  const [dragged, setDragged] = useState<Entry | null>(null);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: DRAG_PX } }),
  );
  const onDragStart = ({ active }: DragStartEvent): void =>
    setDragged(entryOf(active.data.current));
  const onDragEnd = (event: DragEndEvent): void => {
    setDragged(null);
    const entry = entryOf(event.active.data.current);
    const target = targetOf(event);
    if (entry && target) grid.move(entry, target.day, target.minutes);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={pointerWithin}
      accessibility={{ screenReaderInstructions: { draggable: m.dragHelp } }}
      onDragStart={onDragStart}
      onDragEnd={onDragEnd}
      onDragCancel={() => setDragged(null)}
    >
      {view === "month" ? <MonthGrid {...grid} /> : <WeekGrid {...grid} now={now} />}
      <DragOverlay dropAnimation={null}>
        {dragged ? <ChipGhost entry={dragged} clockwork={grid.clockwork} /> : null}
      </DragOverlay>
    </DndContext>
  );
}

const entryOf = (data: Record<string, unknown> | undefined): Entry | null =>
  (data?.entry as Entry | undefined) ?? null; // as EntryChip has put it there

/** Where something was dropped: a day, and of a week also the time, or the row of whole days. */
function targetOf({ active, over }: DragEndEvent): { day: Day; minutes?: number | null } | null {
  const data = over?.data.current;
  if (!over || typeof data?.day !== "string") return null;
  if (data.part === "day") return { day: data.day };
  const top = active.rect.current.translated?.top;
  if (data.part === "all-day" || top === undefined) return { day: data.day, minutes: null };
  const minutes = ((top - over.rect.top) / HOUR_PX) * 60 + SNAP_MINUTES / 2;
  return { day: data.day, minutes: snapped(minutes, SNAP_MINUTES) };
}

function useCalendarCommands(
  today: Day,
  onDay: CalendarProps["onDay"],
  onView: CalendarProps["onView"],
): void {
  const goToToday = useCallback(() => onDay(today), [onDay, today]);
  const commands = useMemo(
    (): readonly Command[] => [
      { id: "calendar-today", title: m.goToToday, group: "view", keys: "t", run: goToToday },
      { id: "calendar-month", title: m.showMonth, group: "view", run: () => onView("month") },
      { id: "calendar-week", title: m.showWeek, group: "view", run: () => onView("week") },
    ],
    [goToToday, onView],
  );
  useCommands(commands);
}
