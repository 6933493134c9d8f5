import { useEffect, useLayoutEffect, useMemo, useReducer, useRef } from "react";
import type { TaskOut } from "@/api/schema.gen";
import type { ListHandle } from "./list-state";
import { isMovedHere } from "./manual-order";

/** A pointer that has not moved for so long is not about to press. */
const RESTING_MS = 3000;

/**
 * The tasks, in an order that moves no row from under a pointer in use.
 *
 * What changes elsewhere is shown at once as long as the row under the pointer stays where it is;
 * else what is new waits until the pointer rests or leaves. What is gone is gone.
 */
export function useSteady(tasks: readonly TaskOut[], list: ListHandle): readonly TaskOut[] {
  const [round, again] = useReducer((count: number) => count + 1, 0);
  const pointer = useRef<{ readonly id: string; readonly at: number } | null>(null);
  const shown = useRef<readonly TaskOut[]>(tasks);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each round looks at the pointer anew
  const steady = useMemo(() => {
    const over = pointer.current;
    const isInUse = over !== null && performance.now() - over.at < RESTING_MS && !isMovedHere();
    return isInUse ? steadyOrder(shown.current, tasks, over.id) : tasks;
  }, [tasks, round]);

  useLayoutEffect(() => {
    shown.current = steady;
  }, [steady]);

  const isHeld = steady !== tasks;
  useEffect(() => {
    if (!isHeld) return;
    const timer = setInterval(again, 500);
    return () => clearInterval(timer);
  }, [isHeld]);

  useEffect(() => {
    const root = list.root();
    const onMove = (event: PointerEvent): void => {
      const row = event.target instanceof Element ? event.target.closest("[data-row]") : null;
      const id = event.pointerType === "mouse" ? row?.getAttribute("data-row") : null;
      pointer.current = id ? { id, at: performance.now() } : null;
    };
    const onLeave = (): void => {
      pointer.current = null;
      again();
    };
    root?.addEventListener("pointermove", onMove);
    root?.addEventListener("pointerleave", onLeave);
    return () => {
      root?.removeEventListener("pointermove", onMove);
      root?.removeEventListener("pointerleave", onLeave);
    };
  }, [list]);
  return steady;
}

/** What is shown by now, in the old order if the new one would move the row `id`. */
export function steadyOrder(
  before: readonly TaskOut[],
  after: readonly TaskOut[],
  id: string,
): readonly TaskOut[] {
  const byId = new Map(after.map((task) => [task.id, task]));
  const left = before.flatMap((task) => byId.get(task.id) ?? []);
  const at = left.findIndex((task) => task.id === id);
  if (at < 0 || after[at]?.id === id) return after;
  return left;
}

/** When rows come in above the focused one, the page scrolls along, so that it stays in place. */
export function useFocusedRowStays(list: ListHandle, hasNew: boolean): void {
  const before = hasNew ? topOfFocused(list) : null;
  useLayoutEffect(() => {
    if (before === null || isMovedHere()) return;
    const after = topOfFocused(list);
    const by = after === null ? 0 : after - before;
    if (Math.abs(by) > 1) window.scrollBy({ top: by, behavior: "instant" });
  });
}

function topOfFocused(list: ListHandle): number | null {
  const focused = document.activeElement;
  if (focused === null || list.root()?.contains(focused) !== true) return null;
  return focused.closest("[data-row]")?.getBoundingClientRect().top ?? null;
}
