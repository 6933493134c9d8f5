import { useEffect } from "react";
import { createStore, useStore } from "./store";

const now = createStore(Date.now());

const EVERY_MS = 15_000;
let watching = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** Milliseconds since the epoch, a new value every 15 seconds: enough for “overdue” and “today”. */
export function useNow(): number {
  useEffect(() => {
    watching += 1;
    timer ??= setInterval(() => now.set(Date.now()), EVERY_MS);
    return () => {
      watching -= 1;
      if (watching > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }, []);
  return useStore(now);
}
