import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { assistantOptions } from "@/api/chat/get-assistant";
import { type Command, useCommands } from "@/lib/commands";
import { m } from "@/messages/core";

const WIDE = "(width >= 48rem)";

/**
 * The assistant beside the page, or on small screens as a page; nowhere, where there is none.
 *
 * One column is beside the page, for what was opened last: an open task hides the assistant until
 * it is closed, and who asks for the assistant closes the task.
 */
export function useChatSide() {
  const router = useRouter();
  const { isSuccess: isThere } = useQuery({ ...assistantOptions(), retry: false });
  const [isOpen, setIsOpen] = useState(false);
  const [asked, setAsked] = useState(0);
  const close = useCallback(() => setIsOpen(false), []);
  const onWhole = useCallback(
    (id: string | null) => {
      setIsOpen(false);
      void router.navigate({ to: "/chat", search: id === null ? {} : { c: id } });
    },
    [router],
  );
  const toggle = useCallback(() => {
    const { pathname, search } = router.state.location;
    if (!matchMedia(WIDE).matches || pathname === "/chat") return onWhole(null);
    const { task, ...rest } = search;
    setIsOpen((before) => Boolean(task) || !before);
    if (task) void router.navigate({ to: ".", search: rest });
    setAsked((before) => before + 1);
  }, [router, onWhole]);
  const commands = useMemo(
    (): readonly Command[] =>
      isThere
        ? [{ id: "assistant", title: m.assistant, group: "go", keys: "g a", run: toggle }]
        : [],
    [isThere, toggle],
  );
  useCommands(commands);
  return { isThere, isOpen, asked, close, toggle, onWhole };
}
