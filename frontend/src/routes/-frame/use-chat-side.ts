import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { assistantOptions } from "@/api/chat/get-assistant";
import { type Command, useCommands } from "@/lib/commands";
import { m } from "@/messages/core";

const WIDE = "(width >= 48rem)";

/** The assistant beside the page, or on small screens as a page; nowhere, where there is none. */
export function useChatSide() {
  const router = useRouter();
  const { isSuccess: isThere } = useQuery({ ...assistantOptions(), retry: false });
  const [isOpen, setIsOpen] = useState(false);
  const close = useCallback(() => setIsOpen(false), []);
  const onWhole = useCallback(
    (id: string | null) => {
      setIsOpen(false);
      void router.navigate({ to: "/chat", search: id === null ? {} : { c: id } });
    },
    [router],
  );
  const toggle = useCallback(() => {
    if (matchMedia(WIDE).matches && router.state.location.pathname !== "/chat") {
      setIsOpen((before) => !before);
    } else onWhole(null);
  }, [router, onWhole]);
  const commands = useMemo(
    (): readonly Command[] =>
      isThere
        ? [{ id: "assistant", title: m.assistant, group: "go", keys: "g a", run: toggle }]
        : [],
    [isThere, toggle],
  );
  useCommands(commands);
  return { isThere, isOpen, close, toggle, onWhole };
}
