import { createFileRoute } from "@tanstack/react-router";
import { SearchPage } from "@/features/places/search/search-page";

export const Route = createFileRoute("/_app/search")({
  validateSearch: (search): { q?: string; done?: true } => ({
    ...(typeof search.q === "string" && search.q ? { q: search.q.slice(0, 200) } : {}),
    ...(search.done === true ? { done: true } : {}),
  }),
  component: Found,
});

function Found() {
  const { q = "", done = false } = Route.useSearch();
  return <SearchPage q={q} withDone={done} />;
}
