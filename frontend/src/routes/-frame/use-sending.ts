import type { QueryClient } from "@tanstack/react-query";
import { useCallback, useEffect } from "react";
import { useMe } from "@/api/me/get-me";
import { type Typed, useQueue } from "@/lib/waiting";

const load = () => import("@/app/send-queue");

/** What was typed without a server is kept, and sent when there is one. */
export function useSending(client: QueryClient) {
  const { id: userId, zone } = useMe();
  const isThere = useQueue().length > 0;
  useEffect(() => {
    const stops: (() => void)[] = [];
    let isOver = false;
    void load()
      .then((sending) => isOver || stops.push(sending.startQueue(client)))
      .catch(() => undefined); // without a server and a worker: tried when the page is loaded
    return () => {
      isOver = true;
      for (const stop of stops) stop();
    };
  }, [client]);
  const keep = useCallback(
    async (typed: readonly Typed[]) => {
      const { enqueue } = await import("@/lib/queue");
      await enqueue(typed, { userId, zone });
    },
    [userId, zone],
  );
  const send = useCallback(
    () =>
      void load()
        .then((sending) => sending.sendQueue(client))
        .catch(reportError),
    [client],
  );
  return { isThere, keep, send };
}
