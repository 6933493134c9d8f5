import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { useMe } from "@/api/me/get-me";
import type { TaskCreate } from "@/api/schema.gen";
import { createStore, useStore } from "@/lib/store";
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

/** Pages open it as well, each with what it is about. */
const opened = createStore<Adding | null>(null);

/** Quick add is open, for a day that counts unless its words say when. */
export const addOn = (day: Day): void =>
  opened.set({ initial: undefined, defaults: { due: { date: day } } });

const close = (): void => opened.set(null);

/** Quick add, open or not; what is added on a page belongs to it: to its project, or to today. */
export function useAdding() {
  const router = useRouter();
  const { zone } = useMe();
  const adding = useStore(opened);
  const add = useCallback(
    (initial?: string) => {
      const [page, id] = router.state.location.pathname.split("/").slice(1);
      const today = page === "today" ? { due: { date: dayIn(Date.now(), zone) } } : {};
      const here = page === "projects" && id ? { project_id: id } : today;
      opened.set({ initial, defaults: here });
    },
    [router, zone],
  );
  useAsked(add);
  useEffect(() => {
    const timer = setTimeout(() => void loadQuickAdd(), LOAD_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => close, []); // who signs in next finds it closed
  return { adding, add, close };
}

/** Quick add is open if the address asks for it, as shortcuts of the installed app do; once. */
function useAsked(add: () => void): void {
  const { add: isAsked } = app.useSearch();
  const navigate = app.useNavigate();
  useEffect(() => {
    if (isAsked !== 1) return;
    add();
    void navigate({ to: ".", search: (before) => ({ ...before, add: undefined }), replace: true });
  }, [add, isAsked, navigate]);
}
