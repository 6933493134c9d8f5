import { createFileRoute } from "@tanstack/react-router";
import { tokensOptions } from "@/api/tokens/tokens";
import { TokensPage } from "@/features/settings/tokens/tokens-page";

export const Route = createFileRoute("/_app/settings/tokens")({
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(tokensOptions()),
  component: TokensPage,
});
