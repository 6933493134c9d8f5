import { CalendarCheck, Sun } from "lucide-react";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { Page } from "@/components/layout/page";
import type { Grouping } from "@/components/tasks/groups";
import { TaskList } from "@/components/tasks/task-list";
import { EmptyState } from "@/components/ui/empty-state";
import { type Day, dayIn, dueDay, longDay } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m as core } from "@/messages/core";
import { m } from "@/messages/tasks";
import { isOfToday, TODAY } from "./queries";

const MoveAllToToday = lazy(() =>
  import("@/components/tasks/move-all").then((module) => ({ default: module.MoveAllToToday })),
);

/** What is due today, and what should have been done before. */
export function TodayView() {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const grouping = useMemo(() => overdueAndToday(today), [today]);
  const belongs = useCallback((task: TaskOut) => isOfToday(task, today), [today]);
  return (
    <Page title={core.today} lead={longDay(today)}>
      <TaskList
        showProject
        query={TODAY}
        belongs={belongs}
        grouping={grouping}
        label={core.today}
        empty={
          <EmptyState icon={<Sun size={28} />} title={m.emptyTodayTitle} text={m.emptyTodayText} />
        }
        allDone={
          <EmptyState
            icon={<CalendarCheck size={28} />}
            title={m.doneTodayTitle}
            text={m.doneTodayText}
          />
        }
      />
    </Page>
  );
}

/** Days that are past stand above today; by the day alone, so that nothing jumps at a minute. */
function overdueAndToday(today: Day): Grouping {
  return {
    keyOf: (task) => (task.due !== null && dueDay(task.due) < today ? "1 overdue" : "2 today"),
    heading: (key, tasks) =>
      key === "2 today"
        ? { title: core.today, isDay: true }
        : {
            title: m.overdue,
            actions: (
              <Suspense>
                <MoveAllToToday tasks={tasks} today={today} />
              </Suspense>
            ),
          },
  };
}
