import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useCallback, useEffect, useState } from "react";
import { useMe } from "@/api/me/get-me";
import { archivedProjectsOptions, projectsOptions } from "@/api/projects/list-projects";
import type { TaskCreate } from "@/api/schema.gen";
import { day as dayOf } from "@/lib/search";
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
  return { adding: useExisting(adding), add, close };
}

/** Without the project of the page if that is gone by now, wherever it was deleted. */
function useExisting(adding: Adding | null): Adding | null {
  const { data: open } = useQuery({ ...projectsOptions(), enabled: false });
  const { data: archived = [] } = useQuery({ ...archivedProjectsOptions(), enabled: false });
  const id = adding?.defaults.project_id;
  const isGone = id && open && ![...open, ...archived].some((project) => project.id === id);
  return adding && isGone ? { ...adding, defaults: {} } : adding;
}

/** Quick add is open if the address asks for it, as shortcuts of the installed app do; once. */
function useAsked(add: (initial?: string, day?: Day) => void): void {
  const { add: asked } = app.useSearch();
  const router = useRouter(); // its “.” is the page that is shown, that of the frame is not
  useEffect(() => {
    if (!asked) return;
    if (asked === "1") add();
    else if (dayOf(asked)) add(undefined, dayOf(asked));
    else add(asked);
    const search = { ...router.state.location.search, add: undefined };
    void router.navigate({ to: ".", search, replace: true });
  }, [add, asked, router]);
}
