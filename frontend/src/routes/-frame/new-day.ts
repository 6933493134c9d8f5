import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useMe } from "@/api/me/get-me";
import { refreshLists } from "@/api/tasks/cache";
import { dayIn } from "@/lib/time";
import { useNow } from "@/lib/use-now";

/**
 * Lists and numbers that count from today are asked for anew when it is another day. A component of
 * its own, so that the whole frame is not drawn anew with the time.
 */
export function NewDay(): null {
  const client = useQueryClient();
  const today = dayIn(useNow(), useMe().zone);
  const shown = useRef(today);
  useEffect(() => {
    if (shown.current === today) return;
    shown.current = today;
    void refreshLists(client);
  }, [client, today]);
  return null;
}
