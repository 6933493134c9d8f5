import { createFileRoute, Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { SettingsNav } from "@/features/settings/settings-nav";
import { proofAsked } from "@/lib/confirmed";
import { useStore } from "@/lib/store";

const ConfirmDialog = lazy(() =>
  import("@/components/confirm/confirm-dialog").then((module) => ({
    default: module.ConfirmDialog,
  })),
);

export const Route = createFileRoute("/_app/settings")({ component: SettingsLayout });

function SettingsLayout() {
  const isList = useLocation().pathname.replace(/\/$/, "") === "/settings";
  const isAsked = useStore(proofAsked) !== null;
  return (
    <div className="mx-auto w-full max-w-5xl px-4 pt-6 pb-28 md:grid md:grid-cols-[13rem_minmax(0,1fr)] md:gap-8 md:px-8 md:pt-10">
      <SettingsNav alone={isList} />
      <Outlet />
      {isAsked ? (
        <Suspense>
          <ConfirmDialog />
        </Suspense>
      ) : null}
    </div>
  );
}
