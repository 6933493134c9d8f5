import { createFileRoute } from "@tanstack/react-router";
import { SecurityPage } from "@/features/settings/security/security-page";

export const Route = createFileRoute("/_app/settings/security")({
  // Loaders are not split off by themselves: what settings ask for costs other pages nothing.
  loader: async ({ context }) =>
    (await import("@/features/settings/security/load")).load(context.queryClient),
  component: SecurityPage,
});
