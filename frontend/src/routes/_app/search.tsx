import { createFileRoute } from "@tanstack/react-router";
import { SearchPage } from "@/features/places/search/search-page";
import { oneOf, searchOf, text } from "@/lib/search";

export const Route = createFileRoute("/_app/search")({
  validateSearch: searchOf({
    q: (value) => text(value)?.slice(0, 200),
    done: oneOf([true] as const),
  }),
  component: Found,
});

function Found() {
  const { q = "", done = false } = Route.useSearch();
  return <SearchPage q={q} withDone={done} />;
}
