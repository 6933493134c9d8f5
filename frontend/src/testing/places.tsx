import { QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { configure, render } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { type ReactNode, Suspense } from "react";
import { vi } from "vitest";
import { createQueryClient } from "@/api/query-client";
import type { FieldProblem, ProjectOut, TaskOut } from "@/api/schema.gen";
import { session } from "@/lib/session";
import { ADA } from "./ada";

// Forms like these take a while to draw where two cores do the work of many.
configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });

const NOW = "2026-11-26T14:05:03Z";

/** A project with nothing but its name. */
export const projectOf = (id: string, more: Partial<ProjectOut> = {}): ProjectOut => ({
  id,
  name: id,
  default_reminders: null,
  color: null,
  is_favorite: false,
  archived: false,
  archived_at: null,
  version: 1,
  created_at: NOW,
  updated_at: NOW,
  ...more,
});

/** An open task with nothing but its title. */
export const placedTask = (id: string, more: Partial<TaskOut> = {}): TaskOut => ({
  id,
  title: id,
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
  position: id,
  checklist: [],
  recurrence: null,
  recurring_pattern: null,
  reminders: [],
  series_id: null,
  slot: null,
  version: 1,
  created_at: NOW,
  updated_at: NOW,
  ...more,
});

/** What the server answers to a request that is not valid. */
export function refusal(status: number, errors: readonly FieldProblem[] = []) {
  return HttpResponse.json(
    {
      type: "/problems/input.invalid",
      code: "input.invalid",
      title: "The request is not valid",
      detail: errors[0]?.message ?? "No",
      status,
      instance: "1",
      errors,
    },
    { status, headers: { "content-type": "application/problem+json" } },
  );
}

/** A server that has an account and nothing in it; tests say what else it has. */
export const server = setupServer(
  http.get("*/api/me", () => HttpResponse.json(ADA)),
  http.get("*/api/projects", () => HttpResponse.json({ items: [], next_cursor: null })),
  http.get("*/api/labels", () => HttpResponse.json({ items: [], next_cursor: null })),
  http.get("*/api/filters", () => HttpResponse.json({ items: [] })),
  http.get("*/api/views/counts", () =>
    HttpResponse.json({
      views: { today: 0, overdue: 0, upcoming: 0, inbox: 0, no_date: 0 },
      projects: {},
      labels: {},
      filters: {},
    }),
  ),
);

/** Somebody is signed in and sees this. */
export function show(children: ReactNode) {
  session.begin({
    access_token: "token",
    token_type: "Bearer",
    expires_in: 3600,
    user: { id: ADA.id },
  } as Parameters<typeof session.begin>[0]); // what the app reads of it
  const rootRoute = createRootRoute({ component: () => <Suspense>{children}</Suspense> });
  const router = createRouter({
    routeTree: rootRoute,
    history: createMemoryHistory({ initialEntries: ["/"] }),
    defaultNotFoundComponent: () => null,
  });
  const client = createQueryClient();
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { client, router };
}
