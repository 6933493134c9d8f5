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
import type { FieldProblem, MeOut, ProjectOut, TaskOut } from "@/api/schema.gen";
import { session } from "@/lib/session";

// Forms like these take a while to draw where two cores do the work of many.
configure({ asyncUtilTimeout: 8000 });
vi.setConfig({ testTimeout: 30_000 });

const NOW = "2026-11-26T14:05:03Z";

const ME: MeOut = {
  id: "01a2182c-8f81-75ec-b338-a30bd6ba634f",
  email: "ada@example.org",
  name: "Ada",
  role: "user",
  zone: "Europe/Berlin",
  week_start: "MO",
  time_format: "24h",
  all_day_reminder_time: "09:00",
  default_reminders: ["PT0S"],
  all_day_default_reminders: ["PT0S"],
  default_channels: ["email"],
  quiet_hours: null,
  digest_at: null,
  review: null,
  sign_in_methods: {
    has_password: true,
    second_factor: false,
    recovery_codes: 0,
    passkeys: 0,
    identities: 0,
  },
};

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
  http.get("*/api/me", () => HttpResponse.json(ME)),
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
    user: { id: ME.id },
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
