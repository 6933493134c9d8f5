import { createFileRoute } from "@tanstack/react-router";
import { LOG_TABS, LogPage, type LogTab } from "@/features/places/log/log-page";

export const Route = createFileRoute("/_app/log")({
  validateSearch: (search): { tab?: Exclude<LogTab, "done"> } => {
    const tab = LOG_TABS.find((each) => each === search.tab);
    return tab === undefined || tab === "done" ? {} : { tab };
  },
  component: Log,
});

function Log() {
  return <LogPage tab={Route.useSearch().tab ?? "done"} />;
}
