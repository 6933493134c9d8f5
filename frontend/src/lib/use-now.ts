import { useEffect } from "react";
import { createStore, useStore } from "./store";

const now = createStore(Date.now());

const EVERY_MS = 15_000;
let watching = 0;
let timer: ReturnType<typeof setInterval> | undefined;

const look = (): void => now.set(Date.now());

/** Milliseconds since the epoch, a new value every 15 seconds: enough for “overdue” and “today”. */
export function useNow(): number {
  useEffect(() => {
    if (watching === 0) {
      look(); // nobody has since the last one left
      timer = setInterval(look, EVERY_MS);
      document.addEventListener("visibilitychange", look); // what is hidden may have slept
    }
    watching += 1;
    return () => {
      watching -= 1;
      if (watching > 0) return;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return useStore(now);
}
