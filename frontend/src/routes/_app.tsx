import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Outlet, redirect, useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { meOptions, useMe } from "@/api/me/get-me";
import type { TaskCreate } from "@/api/schema.gen";
import { viewCountsOptions } from "@/api/views/count-views";
import { useKeyboard } from "@/app/keyboard";
import { startLive } from "@/app/live";
import { Shell } from "@/components/layout/shell";
import { type Command, useCommands } from "@/lib/commands";
import { SignedOut, session } from "@/lib/session";
import { dayIn } from "@/lib/time";
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
  const [adding, setAdding] = useState<Adding | null>(null);
  useEffect(() => startLive(client), [client]);
  useKeyboard();
  const defaultsHere = useDefaultsHere();
  const add = useCallback(
    (initial?: string) => setAdding({ initial, defaults: defaultsHere() }),
    [defaultsHere],
  );
  useCommands(useAppCommands(add));
  return (
    <Shell
      counts={counts ? { ...counts.views } : undefined}
      onAdd={() => add()}
      account={
        <Suspense>
          <AccountMenu />
        </Suspense>
      }
    >
      <Outlet />
      {adding ? (
        <Suspense>
          <QuickAddDialog {...adding} onClose={() => setAdding(null)} />
        </Suspense>
      ) : null}
    </Shell>
  );
}

interface Adding {
  readonly initial: string | undefined;
  readonly defaults: Partial<TaskCreate>;
}

/** What is added on this page belongs to it: to its project, or to today. */
function useDefaultsHere(): () => Partial<TaskCreate> {
  const router = useRouter();
  const { zone } = useMe();
  return useCallback(() => {
    const [page, id] = router.state.location.pathname.split("/").slice(1);
    if (page === "today") return { due: { date: dayIn(Date.now(), zone) } };
    return page === "projects" && id ? { project_id: id } : {};
  }, [router, zone]);
}

function useAppCommands(add: () => void): readonly Command[] {
  const router = useRouter();
  return useMemo(
    () => [
      { id: "add", title: m.add, group: "app", keys: "q", run: () => add() },
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
