import { CalendarRange, Plus } from "lucide-react";
import { useCallback, useMemo } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { Page } from "@/components/layout/page";
import type { Grouping } from "@/components/tasks/groups";
import { TaskList } from "@/components/tasks/task-list";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { type Day, dayIn, dueDay, formatDay, longDay, sayDay } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m as core } from "@/messages/core";
import { m } from "@/messages/tasks";
import { isUpcoming, UPCOMING } from "./queries";

/** What is due in the next two weeks, day by day; `onAdd` begins a task for one of them. */
export function UpcomingView({ onAdd }: { readonly onAdd: (day: Day) => void }) {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const grouping = useMemo(() => byDay(today, onAdd), [today, onAdd]);
  const belongs = useCallback((task: TaskOut) => isUpcoming(task, today), [today]);
  return (
    <Page title={core.upcoming}>
      <TaskList
        showProject
        query={UPCOMING}
        belongs={belongs}
        grouping={grouping}
        label={core.upcoming}
        empty={
          <EmptyState
            icon={<CalendarRange size={28} />}
            title={m.emptyUpcomingTitle}
            text={m.emptyUpcomingText}
          />
        }
      />
    </Page>
  );
}

function byDay(today: Day, onAdd: (day: Day) => void): Grouping {
  return {
    keyOf: (task) => (task.due ? dueDay(task.due) : ""),
    heading: (day) => ({
      title: sayDay(day, today),
      note: formatDay(day, { weekday: "short", day: "numeric", month: "short" }),
      isDay: true,
      actions: <AddOn day={day} onAdd={onAdd} />,
    }),
  };
}

function AddOn({ day, onAdd }: { readonly day: Day; readonly onAdd: (day: Day) => void }) {
  return (
    <Button look="quiet" size="icon" aria-label={m.addOn(longDay(day))} onClick={() => onAdd(day)}>
      <Plus aria-hidden size={17} />
    </Button>
  );
}
