import { createFileRoute } from "@tanstack/react-router";
import { TokensPage } from "@/features/settings/tokens/tokens-page";

export const Route = createFileRoute("/_app/settings/tokens")({
  // Loaders are not split off by themselves: what settings ask for costs other pages nothing.
  loader: async ({ context }) =>
    (await import("@/features/settings/tokens/load")).load(context.queryClient),
  component: TokensPage,
});
