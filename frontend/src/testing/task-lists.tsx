import { type InfiniteData, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { act, render } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { type ReactNode, Suspense, useEffect } from "react";
import type { MeOut, TaskOut, TaskPageOut } from "@/api/schema.gen";
import { type TaskListQuery, taskKeys } from "@/api/tasks/keys";
import { listenToKeys } from "@/app/keyboard";
import { ToastViewer } from "@/components/ui/toast-viewer";
import { session } from "@/lib/session";

/** A task as the server would answer it. */
export function aTask(id: string, more: Partial<TaskOut> = {}): TaskOut {
  return {
    id,
    title: `Task ${id}`,
    notes: "",
    checklist: [],
    completed: false,
    completed_at: null,
    created_at: "2026-11-26T08:00:00Z",
    updated_at: "2026-11-26T08:00:00Z",
    due: null,
    labels: [],
    parent_id: null,
    position: id,
    priority: "none",
    project_id: null,
    section_id: null,
    recurrence: null,
    recurring_pattern: null,
    reminders: [],
    series_id: null,
    skipped_at: null,
    slot: null,
    start: null,
    status: "open",
    version: 1,
    ...more,
  };
}

export const someTasks = (count: number): TaskOut[] =>
  Array.from({ length: count }, (_, index) => aTask(String(index).padStart(5, "0")));

const RULE = {
  rrule: "FREQ=DAILY",
  anchor: "schedule",
  missed_policy: "collapse",
  reset_subtasks: true,
  auto_skip_minutes: null,
  exdates: [],
  rdates: [],
} as const;

/** A rule as a task of a series has it. */
export const aRule = (rrule: string): NonNullable<TaskOut["recurrence"]> => ({
  ...RULE,
  rrule,
  exdates: [],
  rdates: [],
});

const ME = {
  id: "0",
  zone: "UTC",
  week_start: "MO",
  time_format: "24h",
} as unknown as MeOut; // what lists need of it

/** What the server knows; handlers of a test change it. */
export const known: { tasks: TaskOut[]; undo: Map<string, TaskOut[]> } = {
  tasks: [],
  undo: new Map(),
};

/** Remembers how things are, and answers the id of that. */
export function remember(): string {
  const id = `undo-${known.undo.size}`;
  known.undo.set(id, known.tasks);
  return id;
}

export const changeKnown = (ids: readonly string[], change: (task: TaskOut) => TaskOut): void => {
  known.tasks = known.tasks.map((task) =>
    ids.includes(task.id) ? { ...change(task), version: task.version + 1 } : task,
  );
};

export const findKnown = (id: unknown): TaskOut => {
  const task = known.tasks.find((each) => each.id === id);
  if (task === undefined) throw new Error(`There is no task ${String(id)}`);
  return task;
};

const done = (task: TaskOut): TaskOut => ({ ...task, completed: true, status: "done" });

/** A small server: lists what is open, does verbs, and takes them back. */
export const server = setupServer(
  http.get("*/api/tasks", () =>
    HttpResponse.json({
      items: known.tasks.filter((task) => !task.completed),
      next_cursor: null,
    }),
  ),
  http.post("*/api/tasks/:id/complete", ({ params }) => {
    const undo_id = remember();
    changeKnown([String(params.id)], done);
    return HttpResponse.json({ ...findKnown(params.id), undo_id, reminders_kept: [] });
  }),
  http.patch("*/api/tasks/:id", async ({ params, request }) => {
    const undo_id = remember();
    const fields = (await request.json()) as Partial<TaskOut>;
    changeKnown([String(params.id)], (task) => ({ ...task, ...fields }));
    return HttpResponse.json({ ...findKnown(params.id), undo_id, reminders_kept: [] });
  }),
  http.post("*/api/undo/:id", ({ params }) => {
    known.tasks = (known.undo.get(String(params.id)) ?? []).map((task) => ({
      ...task,
      version: task.version + 2,
    }));
    return HttpResponse.json({ tasks: known.tasks });
  }),
  http.get("*/api/projects", () => HttpResponse.json({ items: [], next_cursor: null })),
  http.get("*/api/labels", () => HttpResponse.json({ items: [], next_cursor: null })),
);

export const OPEN: TaskListQuery = { filter: "done = false", sort: "manual" };

/** Draws `children` as a page of somebody who is signed in, with this list in the cache. */
export async function renderPage(children: ReactNode, query: TaskListQuery = OPEN) {
  session.begin({
    access_token: "token",
    expires_in: 900,
    user: { id: "0" },
  } as Parameters<typeof session.begin>[0]);
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
  });
  client.setQueryData(["me"], ME);
  client.setQueryData<InfiniteData<TaskPageOut, string | null>>(taskKeys.list(query), {
    pages: [{ items: known.tasks, next_cursor: null }],
    pageParams: [null],
  });
  function Root() {
    useEffect(listenToKeys, []);
    return <Suspense>{children}</Suspense>;
  }
  const router = createRouter({
    routeTree: createRootRoute({ component: Root }),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  await act(() => router.load());
  const view = render(
    <QueryClientProvider client={client}>
      {/* biome-ignore lint/suspicious/noExplicitAny: the app's own router is another one */}
      <RouterProvider router={router as any} />
      <ToastViewer />
    </QueryClientProvider>,
  );
  return { ...view, client, router };
}
