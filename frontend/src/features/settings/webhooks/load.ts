import type { QueryClient } from "@tanstack/react-query";
import { webhooksOptions } from "@/api/webhooks/webhooks";

/** What the page shows at once. */
export const load = (client: QueryClient): Promise<unknown> =>
  client.ensureQueryData(webhooksOptions());
