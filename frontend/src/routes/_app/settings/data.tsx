import { createFileRoute } from "@tanstack/react-router";
import { exportsOptions } from "@/api/exports/exports";
import { feedsOptions } from "@/api/feeds/feeds";
import { importsOptions } from "@/api/imports/imports";
import { DataPage } from "@/features/settings/data/data-page";

export const Route = createFileRoute("/_app/settings/data")({
  loader: ({ context: { queryClient } }) =>
    Promise.all([
      queryClient.ensureQueryData(importsOptions()),
      queryClient.ensureQueryData(exportsOptions()),
      queryClient.ensureQueryData(feedsOptions()),
    ]),
  component: DataPage,
});
