import { ChartNoAxesColumn } from "lucide-react";
import type { TaskOut } from "@/api/schema.gen";
import { Page } from "@/components/layout/page";
import { Toggle } from "@/components/ui/choice";
import { EmptyState } from "@/components/ui/empty-state";
import { FILTERS, type Filter } from "./filters";
import { Summary } from "./history-section";
import { m } from "./messages";
import { Slots } from "./slots";

/** The whole history of a series on a page of its own. */
export function HistoryPage({
  task,
  status,
  onStatus,
}: {
  readonly task: TaskOut;
  readonly status: Filter | undefined;
  readonly onStatus: (status: Filter | undefined) => void;
}) {
  return (
    <Page title={<bdi>{task.title}</bdi>} named={task.title} lead={m.lead}>
      {task.series_id === null ? (
        <EmptyState
          icon={<ChartNoAxesColumn size={28} />}
          title={m.noneTitle}
          text={m.notRepeating}
        />
      ) : (
        <div className="flex flex-col gap-8">
          <Summary task={task} />
          <section aria-labelledby="slots-title" className="flex flex-col gap-3">
            <h2 id="slots-title" className="text-sm font-semibold">
              {m.slots}
            </h2>
            <div role="group" aria-label={m.filter} className="flex flex-wrap gap-2">
              <Toggle isOn={status === undefined} onToggle={() => onStatus(undefined)}>
                {m.all}
              </Toggle>
              {FILTERS.map((each) => (
                <Toggle key={each} isOn={status === each} onToggle={() => onStatus(each)}>
                  {m.outcome[each]}
                </Toggle>
              ))}
            </div>
            <Slots task={task} status={status} />
          </section>
        </div>
      )}
    </Page>
  );
}
