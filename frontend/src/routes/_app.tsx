import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { Sparkles } from "lucide-react";
import { Suspense, useEffect, useState } from "react";
import { meOptions } from "@/api/me/get-me";
import { viewCountsOptions } from "@/api/views/count-views";
import { useKeyboard } from "@/app/keyboard";
import { Shell } from "@/components/layout/shell";
import { Button } from "@/components/ui/button";
import { SignedOut, session } from "@/lib/session";
import { m } from "@/messages/core";
import {
  AccountMenu,
  ChatSide,
  HelpDialog,
  OpenTask,
  PaletteDialog,
  QuickAddDialog,
  Sidebar,
} from "./-frame/lazy";
import { useAdding } from "./-frame/use-adding";
import { useAppCommands } from "./-frame/use-app-commands";
import { useChatSide } from "./-frame/use-chat-side";
import { useGoals } from "./-frame/use-goals";

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
  const { adding, add, close: closeAdding } = useAdding();
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  const chat = useChatSide();
  const goals = useGoals();
  useLive(client);
  useKeyboard();
  useAppCommands(add, setOpen);
  return (
    <Shell
      counts={counts ? { ...counts.views } : undefined}
      onAdd={() => add()}
      lists={
        <Suspense>
          <Sidebar />
        </Suspense>
      }
      panel={<Suspense>{task ? <OpenTask taskId={task} /> : null}</Suspense>}
      account={
        <>
          {chat.isThere ? (
            <Button look="quiet" className="w-full justify-start px-2.5" onClick={chat.toggle}>
              <Sparkles aria-hidden size={17} />
              {m.assistant}
            </Button>
          ) : null}
          <Suspense>
            <AccountMenu />
          </Suspense>
        </>
      }
    >
      <Outlet />
      <Suspense>
        {chat.isOpen ? <ChatSide onClose={chat.close} onWhole={chat.onWhole} /> : null}
      </Suspense>
      <Suspense>{adding ? <QuickAddDialog {...adding} onClose={closeAdding} /> : null}</Suspense>
      <Suspense>
        {open === "palette" ? (
          <PaletteDialog onClose={() => setOpen(null)} onAdd={add} goals={goals} />
        ) : null}
        {open === "help" ? <HelpDialog onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </Shell>
  );
}

/** Changes made elsewhere come in, from soon after the first page is there. */
function useLive(client: QueryClient): void {
  useEffect(() => {
    let isGone = false;
    let stop: (() => void) | undefined;
    void import("@/app/live").then(({ startLive }) => {
      if (!isGone) stop = startLive(client);
    });
    return () => {
      isGone = true;
      stop?.();
    };
  }, [client]);
}
