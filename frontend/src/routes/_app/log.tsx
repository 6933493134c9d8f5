import { createFileRoute } from "@tanstack/react-router";
import { LogPage } from "@/features/places/log/log-page";

export const Route = createFileRoute("/_app/log")({
  validateSearch: (search): { tab?: "changes" } =>
    search.tab === "changes" ? { tab: "changes" } : {},
  component: Log,
});

function Log() {
  return <LogPage tab={Route.useSearch().tab ?? "done"} />;
}
