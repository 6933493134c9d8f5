import type { QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/** Changes made elsewhere come in, from soon after the first page is there. */
export function useLive(client: QueryClient): void {
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
