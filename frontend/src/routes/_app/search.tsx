import { createFileRoute } from "@tanstack/react-router";
import { SearchPage } from "@/features/places/search/search-page";

export const Route = createFileRoute("/_app/search")({
  validateSearch: (search): { q?: string; done?: true } => ({
    ...(typeof search.q === "string" && search.q ? { q: search.q } : {}),
    ...(search.done === true ? { done: true } : {}),
  }),
  component: SearchPage,
});
