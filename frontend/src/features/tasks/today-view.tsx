import { CalendarCheck, Sun } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { Page } from "@/components/layout/page";
import type { Grouping } from "@/components/tasks/groups";
import { TaskList } from "@/components/tasks/task-list";
import { type TaskActions, useTaskActions } from "@/components/tasks/use-task-actions";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { type Day, dayIn, dueDay, formatDay } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m as core } from "@/messages/core";
import { m } from "@/messages/tasks";
import { isOfToday, TODAY } from "./queries";

/** What is due today, and what should have been done before. */
export function TodayView() {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const actions = useTaskActions();
  const grouping = useMemo(() => overdueAndToday(today, actions), [today, actions]);
  const belongs = useCallback((task: TaskOut) => isOfToday(task, today), [today]);
  return (
    <Page
      title={core.today}
      lead={formatDay(today, { weekday: "long", day: "numeric", month: "long" })}
    >
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
function overdueAndToday(today: Day, actions: TaskActions): Grouping {
  return {
    keyOf: (task) => (task.due !== null && dueDay(task.due) < today ? "1 overdue" : "2 today"),
    heading: (key, tasks) =>
      key === "2 today"
        ? { title: core.today, isDay: true }
        : {
            title: m.overdue,
            actions: (
              <Button look="quiet" size="small" onClick={() => actions.toDay(tasks, today)}>
                {m.moveAllToToday}
              </Button>
            ),
          },
  };
}
