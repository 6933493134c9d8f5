import type { QueryClient } from "@tanstack/react-query";
import { channelsOptions } from "@/api/channels/channels";
import { vacationsOptions } from "@/api/vacations/vacations";

/** What the page shows at once. */
export const load = (client: QueryClient): Promise<unknown> =>
  Promise.all([
    client.ensureQueryData(channelsOptions()),
    client.ensureQueryData(vacationsOptions()),
  ]);
