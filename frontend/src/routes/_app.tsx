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

const PaletteDialog = lazy(() =>
  import("@/features/palette/palette-dialog").then((module) => ({ default: module.PaletteDialog })),
);

const HelpDialog = lazy(() =>
  import("@/features/help/help-dialog").then((module) => ({ default: module.HelpDialog })),
);

const OpenTask = lazy(() =>
  import("./-task-panel").then((module) => ({ default: module.OpenTask })),
);

// Menus bring code that places them, which the first page does not wait for.
const AccountMenu = lazy(() =>
  import("@/features/account/account-menu").then((module) => ({ default: module.AccountMenu })),
);

const Sidebar = lazy(() =>
  import("@/features/places/sidebar/sidebar").then((module) => ({ default: module.Sidebar })),
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
  const { task } = Route.useSearch();
  const { data: counts } = useQuery(viewCountsOptions());
  const [adding, setAdding] = useState<Adding | null>(null);
  useEffect(() => startLive(client), [client]);
  useKeyboard();
  const defaultsHere = useDefaultsHere();
  const add = useCallback(
    (initial?: string) => setAdding({ initial, defaults: defaultsHere() }),
    [defaultsHere],
  );
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  const goals = useGoals();
  useCommands(useAppCommands(add, setOpen));
  return (
    <Shell
      counts={counts ? { ...counts.views } : undefined}
      onAdd={() => add()}
      lists={
        <Suspense>
          <Sidebar />
        </Suspense>
      }
      panel={
        task ? (
          <Suspense>
            <OpenTask taskId={task} />
          </Suspense>
        ) : null
      }
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
      <Suspense>
        {open === "palette" ? (
          <PaletteDialog onClose={() => setOpen(null)} onAdd={add} goals={goals} />
        ) : null}
        {open === "help" ? <HelpDialog onClose={() => setOpen(null)} /> : null}
      </Suspense>
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

/** Where the palette can go: to pages that there are. */
function useGoals() {
  const router = useRouter();
  return useMemo(() => {
    const to = (path: string) =>
      `/${path}/$${path.slice(0, -1)}Id` in router.routesByPath
        ? (id: string) => router.history.push(`/${path}/${id}`)
        : undefined;
    return {
      task: (task: string) => void router.navigate({ to: ".", search: { task } }),
      project: to("projects"),
      label: to("labels"),
      filter: to("filters"),
    };
  }, [router]);
}

function useAppCommands(
  add: () => void,
  open: (what: "palette" | "help") => void,
): readonly Command[] {
  const router = useRouter();
  return useMemo(
    () => [
      { id: "add", title: m.add, group: "app", keys: "q", run: () => add() },
      { id: "palette", title: m.palette, group: "app", keys: "mod+k", run: () => open("palette") },
      { id: "help", title: m.keys, group: "app", keys: "?", run: () => open("help") },
      ...(
        [
          ["inbox", m.inbox, "g i", "/inbox"],
          ["today", m.today, "g t", "/today"],
          ["upcoming", m.upcoming, "g u", "/upcoming"],
          ["calendar", m.calendar, "g c", "/calendar"],
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
    [router, add, open],
  );
}
