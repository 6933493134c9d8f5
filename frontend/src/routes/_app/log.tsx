import { createFileRoute } from "@tanstack/react-router";
import { LogPage, type LogTab } from "@/features/places/log/log-page";

/** Here and not of the feature, whose code would come along with every page. */
const TABS = ["skipped", "missed", "changes"] as const satisfies readonly LogTab[];

export const Route = createFileRoute("/_app/log")({
  validateSearch: (search): { tab?: (typeof TABS)[number] } => {
    const tab = TABS.find((each) => each === search.tab);
    return tab === undefined ? {} : { tab };
  },
  component: Log,
});

function Log() {
  return <LogPage tab={Route.useSearch().tab ?? "done"} />;
}
