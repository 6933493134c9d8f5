import { lazy, Suspense } from "react";
import type { TaskOut } from "@/api/schema.gen";
import { createStore, useStore } from "@/lib/store";
import { bulkReport } from "./bulk-stores";
import { type ListHandle, type Marks, type PickerKind, useMark } from "./list-state";

const PickerWindow = lazy(() =>
  import("./picker-window").then((module) => ({ default: module.PickerWindow })),
);
const BulkBar = lazy(() => import("./bulk-bar").then((module) => ({ default: module.BulkBar })));
const BulkRefusals = lazy(() =>
  import("./bulk-refusals").then((module) => ({ default: module.BulkRefusals })),
);

interface Opened {
  readonly list: ListHandle;
  readonly kind: PickerKind;
  readonly tasks: readonly TaskOut[];
  readonly anchor: HTMLElement | null;
}

const opened = createStore<Opened | null>(null);

/** A small window in which something of the tasks is picked, at the row of the first. */
export function openWindow(
  list: ListHandle,
  kind: PickerKind,
  tasks: readonly TaskOut[],
  at?: HTMLElement,
): void {
  const [task] = tasks;
  const row = task && list.root()?.querySelector<HTMLElement>(`[data-row="${task.id}"]`);
  opened.set({ list, kind, tasks, anchor: at ?? row ?? null });
}

/** The windows of a list, and the bar for what is selected. */
export function ListWindows({ list }: { readonly list: ListHandle }) {
  const now = useStore(opened);
  const isSelecting = useMark(list, hasSelection);
  const report = useStore(bulkReport);
  return (
    <Suspense>
      {isSelecting ? <BulkBar list={list} /> : null}
      {report === null ? null : <BulkRefusals report={report} />}
      {now?.list === list ? (
        <PickerWindow
          key={now.kind}
          kind={now.kind}
          tasks={now.tasks}
          anchor={now.anchor}
          onClose={() => opened.set(null)}
          onClosed={() => backToRow(list)}
        />
      ) : null}
    </Suspense>
  );
}

const hasSelection = (marks: Marks): boolean => marks.selected.size > 0;

/** The row that the keys are for has the focus again, unless something else has it by now. */
function backToRow(list: ListHandle): void {
  const focused = document.activeElement;
  const isFree = focused === null || focused === document.body || !focused.isConnected;
  const { active } = list.marks.get();
  if (active !== null && (isFree || focused.closest('[role="dialog"]'))) list.focusRow(active);
}
