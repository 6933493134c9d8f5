import {
  type Announcements,
  type CollisionDetection,
  type DragEndEvent,
  KeyboardCode,
  type KeyboardCoordinateGetter,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { useState } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { m } from "../messages";
import { type Column, nextOver, type Target, targetOf } from "./columns";

/** Dragging with mouse, finger (after a moment, so that the board scrolls) and keys. */
export function useBoardDrag(
  columns: readonly Column[],
  onMove: (task: TaskOut, target: Target) => void,
) {
  const [lifted, setLifted] = useState<TaskOut | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: byKeys(columns) }),
  );
  const taskOf = (id: unknown): TaskOut | null =>
    columns.flatMap((column) => column.tasks).find((task) => task.id === id) ?? null;
  const onDragEnd = ({ active, over }: DragEndEvent): void => {
    setLifted(null);
    const task = taskOf(active.id);
    const target = over && targetOf(columns, String(active.id), String(over.id));
    if (task && target) onMove(task, target);
  };
  return {
    lifted,
    context: {
      sensors,
      collisionDetection: underPointer,
      accessibility: {
        announcements: announcementsOf(columns),
        screenReaderInstructions: { draggable: m.boardHelp },
      },
      onDragStart: ({ active }: { active: { id: unknown } }) => setLifted(taskOf(active.id)),
      onDragEnd,
      onDragCancel: () => setLifted(null),
    },
  };
}

/** Where the arrow keys take a card: onto what is next, corner on corner. */
function byKeys(columns: readonly Column[]): KeyboardCoordinateGetter {
  return (event, { context: { active, over, droppableRects } }) => {
    const key = ARROWS.find((each) => each === event.code);
    if (key === undefined) return undefined;
    event.preventDefault();
    const next = nextOver(columns, String(over?.id ?? active?.id), key);
    const rect = next === null ? undefined : droppableRects.get(next);
    return rect && { x: rect.left, y: rect.top };
  };
}

const ARROWS = [KeyboardCode.Up, KeyboardCode.Down, KeyboardCode.Left, KeyboardCode.Right] as const;

/** What the pointer is in, a card rather than its column; with keys, whose corner is nearest. */
const underPointer: CollisionDetection = (args) => {
  if (args.pointerCoordinates === null) return byCorner(args);
  return pointerWithin(args).toSorted(
    (one, other) => sizeOf(args, one.id) - sizeOf(args, other.id),
  );
};

const byCorner: CollisionDetection = ({ collisionRect, droppableRects, droppableContainers }) =>
  droppableContainers
    .map(({ id }) => {
      const rect = droppableRects.get(id);
      const away = rect
        ? Math.hypot(rect.left - collisionRect.left, rect.top - collisionRect.top)
        : Number.POSITIVE_INFINITY;
      return { id, data: { value: away } };
    })
    .toSorted((one, other) => one.data.value - other.data.value);

function sizeOf(args: Parameters<CollisionDetection>[0], id: UniqueIdentifier): number {
  const rect = args.droppableRects.get(id);
  return rect ? rect.width * rect.height : Number.POSITIVE_INFINITY;
}

function announcementsOf(columns: readonly Column[]): Announcements {
  const titleOf = (id: unknown): string =>
    columns.flatMap((column) => column.tasks).find((task) => task.id === id)?.title ?? "";
  const columnOf = (id: unknown): string =>
    columns.find((each) => each.id === id || each.tasks.some((task) => task.id === id))?.name ?? "";
  return {
    onDragStart: ({ active }) => m.pickedUp(titleOf(active.id)),
    onDragOver: ({ active, over }) =>
      over ? m.over(titleOf(active.id), columnOf(over.id)) : undefined,
    onDragEnd: ({ active, over }) =>
      over ? m.droppedOn(titleOf(active.id), columnOf(over.id)) : m.leftThere(titleOf(active.id)),
    onDragCancel: ({ active }) => m.leftThere(titleOf(active.id)),
  };
}
