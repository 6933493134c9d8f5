import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

const AdminArea = lazy(() =>
  import("@/features/admin/admin-area").then((module) => ({ default: module.AdminArea })),
);

/** All pages of the area: one route, because each costs the first page of everybody something. */
export const Route = createFileRoute("/_app/admin/$")({
  validateSearch: (search): Record<string, unknown> => search,
  component: () => (
    <Suspense>
      <AdminArea />
    </Suspense>
  ),
});
