import { createFileRoute } from "@tanstack/react-router";
import { DataPage } from "@/features/settings/data/data-page";
import { searchOf, text } from "@/lib/search";

export const Route = createFileRoute("/_app/settings/data")({
  // A feed to be: of the project or filter with this id.
  validateSearch: searchOf({ feed: text }),
  // Loaders are not split off by themselves: what settings ask for costs other pages nothing.
  loader: async ({ context }) =>
    (await import("@/features/settings/data/load")).load(context.queryClient),
  component: Data,
});

function Data() {
  return <DataPage feedOf={Route.useSearch().feed} />;
}
