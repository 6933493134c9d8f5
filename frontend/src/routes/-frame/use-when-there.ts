import type { QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/** What begins soon after the first page is there: keys, and changes made elsewhere. */
export function useWhenThere(client: QueryClient): void {
  useEffect(() => {
    const stops: (() => void)[] = [];
    let isGone = false;
    const begin = (start: () => () => void): void => {
      if (!isGone) stops.push(start());
    };
    void import("@/app/keyboard").then(({ listenToKeys }) => begin(listenToKeys));
    void import("@/app/live").then(({ startLive }) => begin(() => startLive(client)));
    return () => {
      isGone = true;
      for (const stop of stops) stop();
    };
  }, [client]);
}
