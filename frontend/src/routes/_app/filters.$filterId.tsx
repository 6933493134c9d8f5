import { createFileRoute } from "@tanstack/react-router";
import { filtersOptions } from "@/api/filters/list-filters";
import { FilterPage } from "@/features/places/filters/filter-page";
import { oneOf, searchOf } from "@/lib/search";

export const Route = createFileRoute("/_app/filters/$filterId")({
  validateSearch: searchOf({ edit: oneOf([true] as const) }),
  loader: ({ context }) => context.queryClient.ensureQueryData(filtersOptions()),
  component: Filter,
});

function Filter() {
  const { edit = false } = Route.useSearch();
  return <FilterPage id={Route.useParams().filterId} isEdited={edit} />;
}
