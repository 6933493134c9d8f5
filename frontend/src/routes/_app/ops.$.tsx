import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

const OpsArea = lazy(() =>
  import("@/features/ops/ops-area").then((module) => ({ default: module.OpsArea })),
);

/** All pages of the area: one route, because each costs the first page of everybody something. */
export const Route = createFileRoute("/_app/ops/$")({
  validateSearch: (search): Record<string, unknown> => search,
  component: () => (
    <Suspense>
      <OpsArea />
    </Suspense>
  ),
});
