import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createFileRoute, Outlet, redirect } from "@tanstack/react-router";
import { Suspense, useEffect, useState } from "react";
import { meOptions } from "@/api/me/get-me";
import { viewCountsOptions } from "@/api/views/count-views";
import { listenToKeys } from "@/app/keyboard";
import { isShownOffline, showKept } from "@/app/known-user";
import { Shell } from "@/components/layout/shell";
import { isPassing } from "@/lib/problem";
import { id, searchOf, text } from "@/lib/search";
import { SignedOut, session } from "@/lib/session";
import {
  AccountMenu,
  AssistantButton,
  ChatSide,
  HelpDialog,
  OpenTask,
  Palette,
  PendingAdds,
  QuickAddDialog,
  Sidebar,
} from "./-frame/lazy";
import { NewDay } from "./-frame/new-day";
import { useAdding } from "./-frame/use-adding";
import { useAppCommands } from "./-frame/use-app-commands";
import { useChatSide } from "./-frame/use-chat-side";
import { useLive } from "./-frame/use-live";
import { useSending } from "./-frame/use-sending";

const frameSearch = searchOf({ task: id, add: text });

export const Route = createFileRoute("/_app")({
  // The open task is part of the address, over whatever page it was opened from.
  // Shortcuts of the installed app open quick add by 1, and pages for a day or with words.
  validateSearch: (search): { task?: string; add?: string } => frameSearch(search),
  beforeLoad: async ({ location, context }) => {
    if (isShownOffline(context.queryClient)) return; // the stream finds out when the server is back
    try {
      await session.token();
    } catch (error) {
      if (isPassing(error) && (await showKept(context.queryClient))) return;
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
  const waiting = useSending(client);
  useEffect(listenToKeys, []);
  useLive(client);
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
      panel={
        <>
          <Suspense>{task ? <OpenTask taskId={task} /> : null}</Suspense>
          <Suspense>
            {chat.isOpen ? <ChatSide {...chat} isHidden={Boolean(task)} /> : null}
          </Suspense>
        </>
      }
      account={
        <>
          <Suspense>{chat.isThere ? <AssistantButton onPress={chat.toggle} /> : null}</Suspense>
          <Suspense>
            <AccountMenu />
          </Suspense>
        </>
      }
    >
      <Suspense>{waiting.isThere ? <PendingAdds onRetry={waiting.send} /> : null}</Suspense>
      <NewDay />
      <Outlet />
      <Suspense>
        {adding ? (
          <QuickAddDialog {...adding} onClose={closeAdding} onOffline={waiting.keep} />
        ) : null}
      </Suspense>
      <Suspense>
        {open === "palette" ? <Palette onClose={() => setOpen(null)} onAdd={add} /> : null}
        {open === "help" ? <HelpDialog onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </Shell>
  );
}
