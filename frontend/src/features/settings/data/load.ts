import type { QueryClient } from "@tanstack/react-query";
import { exportsOptions } from "@/api/exports/exports";
import { feedsOptions } from "@/api/feeds/feeds";
import { importsOptions } from "@/api/imports/imports";

/** What the page shows at once. */
export const load = (client: QueryClient): Promise<unknown> =>
  Promise.all([
    client.ensureQueryData(exportsOptions()),
    client.ensureQueryData(feedsOptions()),
    client.ensureQueryData(importsOptions()),
  ]);
