import { createFileRoute } from "@tanstack/react-router";
import { DataPage } from "@/features/settings/data/data-page";

export const Route = createFileRoute("/_app/settings/data")({
  // A feed to be: of the project or filter with this id.
  validateSearch: (search): { feed?: string } =>
    typeof search.feed === "string" ? { feed: search.feed } : {},
  // Loaders are not split off by themselves: what settings ask for costs other pages nothing.
  loader: async ({ context }) =>
    (await import("@/features/settings/data/load")).load(context.queryClient),
  component: Data,
});

function Data() {
  return <DataPage feedOf={Route.useSearch().feed} />;
}
