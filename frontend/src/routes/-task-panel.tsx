import { useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useCallback } from "react";
import { type PanelSlots, TaskPanel } from "@/features/detail/task-panel";

const RecurrenceSection = lazy(() =>
  import("@/features/recurrence/recurrence-section").then((module) => ({
    default: module.RecurrenceSection,
  })),
);
const RemindersSection = lazy(() =>
  import("@/features/reminders/reminders-section").then((module) => ({
    default: module.RemindersSection,
  })),
);
const HistorySection = lazy(() =>
  import("@/features/history/history-section").then((module) => ({
    default: module.HistorySection,
  })),
);

const SLOTS: PanelSlots = {
  recurrence: (task) => (
    <Suspense>
      <RecurrenceSection task={task} />
    </Suspense>
  ),
  reminders: (task) => (
    <Suspense>
      <RemindersSection task={task} />
    </Suspense>
  ),
  history: (task) =>
    task.series_id === null ? null : (
      <Suspense>
        <HistorySection task={task} />
      </Suspense>
    ),
};

/** The task that the address names, beside or over the page; what other features say about it. */
export function OpenTask({ taskId }: { readonly taskId: string }) {
  const router = useRouter();
  const close = useCallback(
    () =>
      void router.navigate({
        to: ".",
        search: ({ task: _task, ...rest }) => rest,
        resetScroll: false,
      }),
    [router],
  );
  const open = useCallback(
    (task: string) =>
      void router.navigate({
        to: ".",
        search: (before) => ({ ...before, task }),
        resetScroll: false,
      }),
    [router],
  );
  return <TaskPanel taskId={taskId} onClose={close} onOpen={open} slots={SLOTS} />;
}
