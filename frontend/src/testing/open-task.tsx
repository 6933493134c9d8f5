import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import type { ReactNode } from "react";
import { createQueryClient } from "@/api/query-client";
import type { FieldProblem, SessionOut, TaskChange, TaskOut } from "@/api/schema.gen";
import { session } from "@/lib/session";
import { ADA } from "./ada";

export const ME = ADA;

/** An open task with nothing but its title. */
export function taskOf(fields: Partial<TaskOut> = {}): TaskOut {
  return {
    id: "01a2182c-908d-75ec-b338-ad66e71ca55f",
    title: "Water the plants",
    notes: "",
    priority: "none",
    status: "open",
    completed: false,
    completed_at: null,
    skipped_at: null,
    labels: [],
    due: null,
    start: null,
    project_id: null,
    parent_id: null,
    section_id: null,
    position: "01a2182c-908d-75ec-b338-ad66e71ca55f",
    checklist: [],
    recurrence: null,
    recurring_pattern: null,
    reminders: [],
    series_id: null,
    slot: null,
    version: 1,
    created_at: "2026-11-26T14:05:03Z",
    updated_at: "2026-11-26T14:05:03Z",
    ...fields,
  };
}

export const SERIES: Partial<TaskOut> = {
  series_id: "01a2182c-908d-75ec-b338-b900c5213915",
  slot: "2026-11-27T09:00:00",
  due: {
    date: null,
    datetime_local: "2026-11-27T09:00:00",
    zone: null,
    at: "2026-11-27T08:00:00Z",
  },
  recurrence: {
    rrule: "FREQ=DAILY;INTERVAL=3",
    anchor: "schedule",
    missed_policy: "collapse",
    reset_subtasks: true,
    auto_skip_minutes: null,
    exdates: [],
    rdates: [],
  },
};

/** A server that keeps one task, with the versions that the real one insists on. */
export class TaskServer {
  task: TaskOut | null;
  trash: TaskOut | null = null;
  /** What was asked to be changed, in its order. */
  readonly changes: { readonly fields: TaskChange; readonly scope: string | null }[] = [];
  /** What the next changes are refused with, in this order. */
  readonly refusals: Response[] = [];
  /** The next change is made, and its answer lost on the way. */
  losesAnswer = false;
  /** As if the cable were out. */
  isUnreachable = false;
  readonly msw = setupServer();

  constructor(first: TaskOut) {
    this.task = first;
    const task = "*/api/tasks/:id";
    this.msw.use(
      http.get("*/api/me", () => HttpResponse.json(ME)),
      http.get("*/api/labels", () => HttpResponse.json({ items: [], next_cursor: null })),
      http.get("*/api/projects", () => HttpResponse.json({ items: [], next_cursor: null })),
      http.get("*/api/views/counts", () => HttpResponse.json({ views: {} })),
      http.get("*/api/tasks", () => HttpResponse.json({ items: [], next_cursor: null })),
      http.get(`${task}/schedule`, () =>
        HttpResponse.json({ text: "", sentences: [], next: [], reminders: [] }),
      ),
      http.get(task, () => this.answer(() => HttpResponse.json(this.task))),
      http.patch(task, ({ request }) => this.patch(request, null)),
      http.patch(`${task}/series`, ({ request }) =>
        this.patch(request, new URL(request.url).searchParams.get("scope")),
      ),
      http.post("*/api/trash/:id/restore", () => {
        if (this.trash === null) return problem(404, "not_found", "Not found");
        this.task = this.trash;
        return HttpResponse.json({ tasks: [this.task], lost: [] });
      }),
    );
  }

  /** Somebody else changes it. */
  changeElsewhere(fields: Partial<TaskOut>): void {
    if (this.task) this.task = { ...this.task, ...fields, version: this.task.version + 1 };
  }

  deleteElsewhere(): void {
    this.trash = this.task;
    this.task = null;
  }

  private answer(make: () => Response): Response {
    if (this.isUnreachable) return HttpResponse.error();
    return this.task === null ? problem(404, "not_found", "Not found") : make();
  }

  private async patch(request: Request, scope: string | null): Promise<Response> {
    const fields = (await request.json()) as TaskChange;
    const refusal = this.refusals.shift();
    if (refusal) return refusal;
    return this.answer(() => {
      const { task } = this;
      if (task === null || request.headers.get("if-match") !== `"${task.version}"`) {
        return problem(412, "version.mismatch", "It was changed meanwhile");
      }
      this.changes.push({ fields, scope });
      const checklist = fields.checklist?.map(({ id, title, is_done }) => ({
        id: id ?? `made-${title}`,
        title,
        is_done: is_done ?? false,
      }));
      this.task = {
        ...task,
        ...(fields as Partial<TaskOut>), // what these tests send has the form of what is answered
        checklist: checklist ?? task.checklist,
        version: task.version + 1,
      };
      if (this.losesAnswer) {
        this.losesAnswer = false;
        return HttpResponse.error();
      }
      return HttpResponse.json({ ...this.task, undo_id: null, reminders_kept: [] });
    });
  }
}

/** A refusal as the real one words it. */
export function problem(
  status: number,
  code: string,
  title: string,
  { errors, retryAfter }: { errors?: FieldProblem[]; retryAfter?: number } = {},
): Response {
  const type = `/problems/${code}`;
  return HttpResponse.json(
    { type, code, title, status, detail: title, instance: "1", errors: errors ?? [] },
    {
      status,
      headers: {
        "content-type": "application/problem+json",
        ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
      },
    },
  );
}

/** Somebody is signed in. */
export function beSignedIn(): void {
  session.begin({ access_token: "token", expires_in: 900, user: { id: ME.id } } as SessionOut);
}

/** Shows something as pages do: with a cache that knows the account, and an address. */
export async function show(node: ReactNode) {
  const client = createQueryClient();
  client.setQueryData(["me"], ME);
  const router = createRouter({
    routeTree: createRootRoute({ component: () => node }),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  await router.load();
  const view = render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { client, ...view };
}
