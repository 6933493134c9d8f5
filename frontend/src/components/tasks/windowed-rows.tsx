import { defaultRangeExtractor, type Range, useWindowVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { ListItem } from "./list-item";
import { useListHandle, useMark } from "./list-state";
import { ITEM, type ListNaming, Row, type RowsProps } from "./rows";

const ROW_PX = 58;

/**
 * The rows of a long list, of which only those near the window exist.
 *
 * The row that has the focus exists wherever it is, so that the focus is never lost.
 */
export function WindowedRows(props: RowsProps & { readonly list: ListNaming }) {
  const { tasks, fresh, list: naming, isWhole } = props;
  const list = useListHandle();
  const active = useMark(list, (marks) => marks.active);
  const activeAt = active === null ? -1 : tasks.findIndex((task) => task.id === active);
  const element = useRef<HTMLUListElement>(null);
  const top = useTop(element);
  const rows = useWindowVirtualizer({
    count: tasks.length,
    estimateSize: () => ROW_PX,
    getItemKey: useCallback((index: number) => tasks[index]?.id ?? index, [tasks]),
    overscan: 10,
    scrollMargin: top,
    rangeExtractor: useCallback(
      (range: Range) => {
        const shown = defaultRangeExtractor(range);
        if (activeAt < 0 || shown.includes(activeAt)) return shown;
        return [...shown, activeAt].sort((one, other) => one - other);
      },
      [activeAt],
    ),
  });
  return (
    <ul
      ref={element}
      {...naming}
      className="relative [overflow-anchor:none]"
      style={{ height: rows.getTotalSize() }}
    >
      {rows.getVirtualItems().map(({ index, key, start }) => {
        const task = tasks[index];
        return task ? (
          <ListItem
            key={key}
            id={task.id}
            liRef={rows.measureElement}
            data-index={index}
            aria-setsize={isWhole ? tasks.length : -1}
            aria-posinset={index + 1}
            className={cn(ITEM, "absolute inset-x-0", fresh.has(task.id) && "animate-fade")}
            style={{ top: start - top }}
          >
            <Row {...props} task={task} />
          </ListItem>
        ) : null;
      })}
    </ul>
  );
}

/** Where the element begins on the page; what stands above it may grow and shrink. */
function useTop(element: React.RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const box = element.current?.getBoundingClientRect();
    if (box) setTop(Math.round(box.top + window.scrollY));
  });
  return top;
}
