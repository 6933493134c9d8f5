import type { QueryClient } from "@tanstack/react-query";
import { tokensOptions } from "@/api/tokens/tokens";

/** What the page shows at once. */
export const load = (client: QueryClient): Promise<unknown> =>
  client.ensureQueryData(tokensOptions());
