import {
  DndContext,
  type DragEndEvent,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { SortableContext, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { type ReactNode, type Ref, useCallback, useLayoutEffect, useRef } from "react";
import { cn } from "@/lib/cn";
import { toast } from "@/lib/toasts";
import { m } from "@/messages/picker";
import { ItemContext, type ListItemProps } from "./list-item";
import { type ListHandle, useListHandle } from "./list-state";
import { isSamePlace, moveBeside } from "./manual-order";

/**
 * The rows inside can be dragged to another place: with a mouse at once, by touch after a moment.
 *
 * By keys Alt with the arrows does the same, and so does the menu of each row.
 */
export function SortableScope({
  ids,
  children,
}: {
  readonly ids: string[];
  readonly children: ReactNode;
}) {
  const list = useListHandle();
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 8 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 300, tolerance: 8 } }),
  );
  useFocusBack(list);
  const stopClick = useRef<() => void>(undefined);
  const onDragEnd = ({ active, over }: DragEndEvent): void => {
    setTimeout(() => stopClick.current?.()); // the click that ends a drag has come by then
    const task = list.task(String(active.id));
    if (over === null || over.id === active.id || task === undefined) return;
    if (!isSamePlace(task, list.task(String(over.id)))) {
      toast({ text: m.otherPlace });
      return;
    }
    const isDown = ids.indexOf(task.id) < ids.indexOf(String(over.id));
    moveBeside(list, task, String(over.id), isDown ? "after" : "before");
  };
  return (
    <DndContext
      sensors={sensors}
      accessibility={SILENT}
      onDragStart={() => {
        stopClick.current = withoutClicks();
      }}
      onDragEnd={onDragEnd}
      onDragCancel={() => stopClick.current?.()}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <ItemContext value={SortableItem}>{children}</ItemContext>
      </SortableContext>
    </DndContext>
  );
}

/** Rows are made anew as this code arrives: the one that had the focus has it again. */
function useFocusBack(list: ListHandle): void {
  useLayoutEffect(() => {
    const { active } = list.marks.get();
    const isLost = document.activeElement === document.body;
    if (isLost && active !== null && list.root()?.dataset.focused === "yes") {
      queueMicrotask(() => list.focusRow(active));
    }
  }, [list]);
}

/** Nothing is said of drags: whoever needs to hear it moves by keys, and hears the new place. */
const SILENT = {
  announcements: {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  },
  screenReaderInstructions: { draggable: "" },
};

/** Links are not followed by a click that ends a drag. */
function withoutClicks(): () => void {
  const prevent = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener("click", prevent, { capture: true });
  return () => window.removeEventListener("click", prevent, { capture: true });
}

function SortableItem({ id, liRef, style, className, ...rest }: ListItemProps) {
  const { setNodeRef, listeners, transform, transition, isDragging } = useSortable({ id });
  const ref = useCallback(
    (element: HTMLLIElement | null) => {
      setNodeRef(element);
      setRef(liRef, element);
    },
    [setNodeRef, liRef],
  );
  return (
    <li
      ref={ref}
      data-row={id}
      data-sortable
      {...rest}
      {...listeners}
      className={cn(
        className,
        isDragging && "z-30 rounded-lg border-transparent bg-raised shadow-float",
        isDragging && className?.includes("absolute") !== true && "relative",
      )}
      style={{
        ...style,
        transition,
        transform: transform ? `translate3d(0, ${Math.round(transform.y)}px, 0)` : undefined,
      }}
    />
  );
}

function setRef<T>(ref: Ref<T> | undefined, value: T | null): void {
  if (typeof ref === "function") ref(value);
  else if (ref) ref.current = value;
}
