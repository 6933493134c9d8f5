import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Outlet, redirect, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { meOptions } from "@/api/me/get-me";
import { viewCountsOptions } from "@/api/views/count-views";
import { useKeyboard } from "@/app/keyboard";
import { startLive } from "@/app/live";
import { Shell } from "@/components/layout/shell";
import { type Command, useCommands } from "@/lib/commands";
import { SignedOut, session } from "@/lib/session";
import { m } from "@/messages/core";

const QuickAddDialog = lazy(() =>
  import("@/features/quickadd/quick-add-dialog").then((module) => ({
    default: module.QuickAddDialog,
  })),
);

// Menus bring code that places them, which the first page does not wait for.
const AccountMenu = lazy(() =>
  import("@/features/account/account-menu").then((module) => ({ default: module.AccountMenu })),
);

export const Route = createFileRoute("/_app")({
  // The open task is part of the address, over whatever page it was opened from.
  validateSearch: (search): { task?: string } =>
    typeof search.task === "string" ? { task: search.task } : {},
  beforeLoad: async ({ location }) => {
    try {
      await session.token();
    } catch (error) {
      if (!(error instanceof SignedOut)) throw error;
      throw redirect({
        to: "/sign-in",
        search: location.href === "/today" ? {} : { next: location.href },
      });
    }
  },
  loader: ({ context }) => context.queryClient.ensureQueryData(meOptions()),
  component: AppLayout,
});

function AppLayout() {
  const client = useQueryClient();
  const { data: counts } = useQuery(viewCountsOptions());
  const [isAdding, setIsAdding] = useState(false);
  useEffect(() => startLive(client), [client]);
  useKeyboard();
  const add = useCallback(() => setIsAdding(true), []);
  useCommands(useAppCommands(add));
  return (
    <Shell
      counts={counts ? { ...counts.views } : undefined}
      onAdd={add}
      account={
        <Suspense>
          <AccountMenu />
        </Suspense>
      }
    >
      <Outlet />
      {isAdding ? (
        <Suspense>
          <QuickAddDialog onClose={() => setIsAdding(false)} />
        </Suspense>
      ) : null}
    </Shell>
  );
}

function useAppCommands(add: () => void): readonly Command[] {
  const router = useRouter();
  return useMemo(
    () => [
      { id: "add", title: m.add, group: "app", keys: "q", run: add },
      ...(
        [
          ["inbox", m.inbox, "g i", "/inbox"],
          ["today", m.today, "g t", "/today"],
          ["upcoming", m.upcoming, "g u", "/upcoming"],
        ] as const
      ).map(
        ([id, title, keys, to]): Command => ({
          id,
          title,
          group: "go",
          keys,
          run: () => void router.navigate({ to }),
        }),
      ),
    ],
    [router, add],
  );
}
