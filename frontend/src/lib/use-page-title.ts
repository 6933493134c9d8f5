import { useEffect } from "react";

/** The window, its tab and its place in the history are named after the page. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    if (title !== "") document.title = `${title} · Rondel`;
  }, [title]);
}
