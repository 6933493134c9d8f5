import { createFileRoute } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { MorePage } from "@/features/places/more-page";

const AccountMenu = lazy(() =>
  import("@/features/account/account-menu").then((module) => ({ default: module.AccountMenu })),
);

export const Route = createFileRoute("/_app/more")({
  component: () => (
    <MorePage
      account={
        <Suspense>
          <AccountMenu />
        </Suspense>
      }
    />
  ),
});
