import { createFileRoute } from "@tanstack/react-router";
import { filtersOptions } from "@/api/filters/list-filters";
import { FilterPage } from "@/features/places/filters/filter-page";

export const Route = createFileRoute("/_app/filters/$filterId")({
  validateSearch: (search): { edit?: true } => (search.edit === true ? { edit: true } : {}),
  loader: ({ context }) => context.queryClient.ensureQueryData(filtersOptions()),
  component: Filter,
});

function Filter() {
  const { edit = false } = Route.useSearch();
  return <FilterPage id={Route.useParams().filterId} isEdited={edit} />;
}
