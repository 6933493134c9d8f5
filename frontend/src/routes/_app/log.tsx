import { createFileRoute } from "@tanstack/react-router";
import { LogPage, type LogTab } from "@/features/places/log/log-page";
import { oneOf, searchOf } from "@/lib/search";

/** Here and not of the feature, whose code would come along with every page. */
const TABS = ["skipped", "missed", "changes"] as const satisfies readonly LogTab[];

export const Route = createFileRoute("/_app/log")({
  validateSearch: searchOf({ tab: oneOf(TABS) }),
  component: Log,
});

function Log() {
  return <LogPage tab={Route.useSearch().tab ?? "done"} />;
}
