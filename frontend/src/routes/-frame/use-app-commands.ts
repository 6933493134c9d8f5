import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Command, useCommands } from "@/lib/commands";
import { m } from "@/messages/core";

const PLACES = [
  ["inbox", m.inbox, "g i", "/inbox"],
  ["today", m.today, "g t", "/today"],
  ["upcoming", m.upcoming, "g u", "/upcoming"],
  ["calendar", m.calendar, "g c", "/calendar"],
  ["search", m.search, "/", "/search"],
  ["log", m.log, "g l", "/log"],
  ["trash", m.trash, undefined, "/trash"],
  ["settings", m.settings, "g s", "/settings"],
] as const;

/** What can be done on every page, by its keys and in the palette. */
export function useAppCommands(add: () => void, open: (what: "palette" | "help") => void): void {
  const router = useRouter();
  const commands = useMemo(
    (): readonly Command[] => [
      { id: "add", title: m.add, group: "app", keys: "q", run: () => add() },
      { id: "palette", title: m.palette, group: "app", keys: "mod+k", run: () => open("palette") },
      { id: "help", title: m.keys, group: "app", keys: "?", run: () => open("help") },
      ...PLACES.map(
        ([id, title, keys, to]): Command => ({
          id,
          title,
          group: "go",
          ...(keys ? { keys } : {}),
          run: () => void router.navigate({ to }),
        }),
      ),
    ],
    [router, add, open],
  );
  useCommands(commands);
}
