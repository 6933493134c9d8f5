import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type TaskListQuery, taskKeys } from "@/api/tasks/keys";
import { refreshInView, watchList } from "@/api/tasks/long-lists";
import type { ListHandle } from "./list-state";

const PAUSE_MS = 250;

/** Of a long list, what comes into view is read anew if it may have changed. */
export function useFreshInView(query: TaskListQuery, list: ListHandle): void {
  const client = useQueryClient();
  useEffect(() => {
    const inView = (): ReadonlySet<string> => {
      const rows = list.root()?.querySelectorAll("[data-row]") ?? [];
      return new Set([...rows].map((row) => row.getAttribute("data-row") ?? ""));
    };
    const forget = watchList(client, query, inView);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onScroll = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void refreshInView(client, taskKeys.list(query));
      }, PAUSE_MS);
    };
    window.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      forget();
      clearTimeout(timer);
      window.removeEventListener("scroll", onScroll);
    };
  }, [client, query, list]);
}
