import { createFileRoute } from "@tanstack/react-router";
import { DataPage } from "@/features/settings/data/data-page";

export const Route = createFileRoute("/_app/settings/data")({
  // Loaders are not split off by themselves: what settings ask for costs other pages nothing.
  loader: async ({ context }) =>
    (await import("@/features/settings/data/load")).load(context.queryClient),
  component: DataPage,
});
