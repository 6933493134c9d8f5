import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChartNoAxesColumn } from "lucide-react";
import { useMe } from "@/api/me/get-me";
import type { TaskOut } from "@/api/schema.gen";
import { historyOptions } from "@/api/tasks/get-history";
import { ErrorNote } from "@/components/ui/error-note";
import { SkeletonList } from "@/components/ui/skeleton";
import { dayIn } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Heatmap } from "./heatmap";
import { m } from "./messages";
import { Numbers } from "./numbers";
import { Slots } from "./slots";

const LAST = 5;

/** How regularly a task that comes back is done: numbers, a year, the last times. */
export function HistorySection({ task }: { readonly task: TaskOut }) {
  if (task.series_id === null) return null;
  return (
    <section aria-labelledby="history-title" className="flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <ChartNoAxesColumn aria-hidden size={16} className="text-muted" />
        <h2 id="history-title" className="grow text-sm font-semibold">
          {m.title}
        </h2>
        <Link
          to="/tasks/$taskId/history"
          params={{ taskId: task.id }}
          className="rounded-lg px-2.5 py-1 text-sm font-medium text-muted hover:bg-hover hover:text-text"
        >
          {m.whole}
        </Link>
      </div>
      <Summary task={task} />
      <Slots task={task} most={LAST} />
    </section>
  );
}

/** Numbers and year of a series. */
export function Summary({ task }: { readonly task: TaskOut }) {
  const me = useMe();
  const today = dayIn(useNow(), me.zone);
  const { data, error, refetch } = useQuery(historyOptions(task));
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonList rows={3} />;
  return (
    <div className="flex flex-col gap-4">
      <Numbers history={data} />
      <Heatmap heatmap={data.heatmap} today={today} weekStart={me.week_start} />
    </div>
  );
}
