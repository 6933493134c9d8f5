import { useSyncExternalStore } from "react";

const query = matchMedia("(min-width: 1200px)");

function subscribe(listener: () => void): () => void {
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Whether there is room for a panel beside the page. */
export const useWide = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
