import { useEffect, useRef } from "react";
import { isPassing } from "@/lib/problem";

const FIRST_MS = 2000;
const LONGEST_MS = 30_000;

let failures = 0;
let lastFailure = 0;

/** Tries again by itself, ever more rarely, as long as the error is one that passes. */
export function useRecovery(error: unknown, retry: () => void): void {
  const latest = useRef(retry);
  useEffect(() => {
    latest.current = retry;
  });
  useEffect(() => {
    if (!isPassing(error)) return;
    const now = Date.now();
    // Each try draws the page anew: how many there were is remembered beside it.
    failures = now - lastFailure > 2 * LONGEST_MS ? 0 : failures + 1;
    lastFailure = now;
    const again = (): void => latest.current();
    const timer = setTimeout(again, Math.min(FIRST_MS * 2 ** failures, LONGEST_MS));
    window.addEventListener("online", again);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("online", again);
    };
  }, [error]);
}
