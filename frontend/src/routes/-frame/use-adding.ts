import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskCreate } from "@/api/schema.gen";
import { type Day, dayIn } from "@/lib/time";
import { loadQuickAdd } from "./lazy";

/** People type on at once after “q”: its code is there before, but behind the first page. */
const LOAD_AFTER_MS = 1000;

const app = getRouteApi("/_app");

interface Adding {
  /** What stands in the box at first. */
  readonly initial: string | undefined;
  /** What a task has unless its words say otherwise. */
  readonly defaults: Partial<TaskCreate>;
}

/** Quick add, open or not; what is added on a page belongs to it: to its project, or to today. */
export function useAdding() {
  const router = useRouter();
  const { zone } = useMe();
  const [adding, setAdding] = useState<Adding | null>(null);
  const add = useCallback(
    (initial?: string, day?: Day) => {
      const [page, id] = router.state.location.pathname.split("/").slice(1);
      const date = page === "today" ? dayIn(Date.now(), zone) : day;
      const today = date ? { due: { date } } : {};
      const here = page === "projects" && id ? { project_id: id } : today;
      setAdding({ initial, defaults: here });
    },
    [router, zone],
  );
  useAsked(add);
  useEffect(() => {
    const timer = setTimeout(() => void loadQuickAdd(), LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const close = useCallback(() => setAdding(null), []);
  return { adding, add, close };
}

const isDay = (words: string): words is Day =>
  /^\d{4}-\d\d-\d\d$/.test(words) && Date.parse(words) > 0;

/** Quick add is open if the address asks for it, as shortcuts of the installed app do; once. */
function useAsked(add: (initial?: string, day?: Day) => void): void {
  const { add: asked } = app.useSearch();
  const router = useRouter(); // its “.” is the page that is shown, that of the frame is not
  useEffect(() => {
    if (!asked) return;
    if (asked === 1) add();
    else if (isDay(asked)) add(undefined, asked);
    else add(asked);
    const search = { ...router.state.location.search, add: undefined };
    void router.navigate({ to: ".", search, replace: true });
  }, [add, asked, router]);
}
