import {
  type Announcements,
  type CollisionDetection,
  closestCorners,
  type DragEndEvent,
  KeyboardSensor,
  MouseSensor,
  pointerWithin,
  TouchSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { sortableKeyboardCoordinates } from "@dnd-kit/sortable";
import { useState } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { m } from "../messages";
import { type Column, type Target, targetOf } from "./columns";

/** Dragging with mouse, finger (after a moment, so that the board scrolls) and keys. */
export function useBoardDrag(
  columns: readonly Column[],
  onMove: (task: TaskOut, target: Target) => void,
) {
  const [lifted, setLifted] = useState<TaskOut | null>(null);
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 220, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
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

/** What the pointer is in, a card rather than its column; with keys, what is nearest. */
const underPointer: CollisionDetection = (args) => {
  const within = pointerWithin(args);
  if (within.length === 0) return closestCorners(args);
  return within.toSorted((one, other) => sizeOf(args, one.id) - sizeOf(args, other.id));
};

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
