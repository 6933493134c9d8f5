import { createFileRoute } from "@tanstack/react-router";
import { NewFilterPage } from "@/features/places/filters/new-filter-page";
import { searchOf, text } from "@/lib/search";

export const Route = createFileRoute("/_app/filters/new")({
  validateSearch: searchOf({ query: text }),
  component: NewFilter,
});

function NewFilter() {
  return <NewFilterPage query={Route.useSearch().query ?? ""} />;
}
