import { Sun } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import { Page } from "@/components/layout/page";
import { TaskList } from "@/components/tasks/task-list";
import { EmptyState } from "@/components/ui/empty-state";
import { dayIn, formatDay } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { m as core } from "@/messages/core";
import { m } from "@/messages/tasks";
import { TODAY } from "./queries";

/** What is due today, and what should have been done before. */
export function TodayView() {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  return (
    <Page
      title={core.today}
      lead={formatDay(today, { weekday: "long", day: "numeric", month: "long" })}
    >
      <TaskList
        query={TODAY}
        label={core.today}
        empty={
          <EmptyState icon={<Sun size={28} />} title={m.emptyTodayTitle} text={m.emptyTodayText} />
        }
      />
    </Page>
  );
}
