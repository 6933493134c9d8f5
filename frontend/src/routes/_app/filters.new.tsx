import { createFileRoute } from "@tanstack/react-router";
import { NewFilterPage } from "@/features/places/filters/new-filter-page";

export const Route = createFileRoute("/_app/filters/new")({
  validateSearch: (search): { query?: string } =>
    typeof search.query === "string" ? { query: search.query } : {},
  component: NewFilter,
});

function NewFilter() {
  return <NewFilterPage query={Route.useSearch().query ?? ""} />;
}
