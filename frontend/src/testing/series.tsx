import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { configure, render } from "@testing-library/react";
import { HttpResponse, http, type JsonBodyType } from "msw";
import { type ReactNode, Suspense } from "react";
import type { MeOut, ReminderOut, TaskOut } from "@/api/schema.gen";
import { ToastViewer } from "@/components/ui/toast-viewer";
import { toasts } from "@/lib/toasts";

// Dialogs are loaded when they are opened, which takes a while where many tests run at once.
configure({ asyncUtilTimeout: 5000 });

/** Who is signed in, in tests of series and reminders. */
export const ME = {
  id: "me",
  email: "ada@example.org",
  name: "Ada",
  zone: "Europe/Berlin",
  week_start: "MO",
  time_format: "24h",
  all_day_reminder_time: "09:00",
  default_reminders: [],
  all_day_default_reminders: [],
  default_channels: ["email"],
  quiet_hours: null,
  digest_at: null,
  review: null,
  sign_in_methods: { password: true, identities: [], passkeys: 0 },
} as unknown as MeOut;

/** A task as the server answers it. */
export function aTask(change: Partial<TaskOut> = {}): TaskOut {
  return {
    id: "task",
    title: "Pay the rent",
    notes: "",
    priority: "none",
    status: "open",
    completed: false,
    completed_at: null,
    skipped_at: null,
    labels: [],
    due: {
      date: null,
      datetime_local: "2031-01-31T09:00:00",
      zone: null,
      at: "2031-01-31T08:00:00Z",
    },
    start: null,
    project_id: null,
    parent_id: null,
    section_id: null,
    position: "a",
    checklist: [],
    recurrence: null,
    recurring_pattern: null,
    reminders: [],
    series_id: null,
    slot: null,
    version: 3,
    created_at: "2026-11-26T14:00:00Z",
    updated_at: "2026-11-26T14:00:00Z",
    ...change,
  };
}

export function aReminder(change: Partial<ReminderOut> = {}): ReminderOut {
  return {
    id: "reminder",
    type: "relative",
    offset: "-PT10M",
    at: null,
    relative_to: "due",
    fire_at: "2031-01-31T07:50:00Z",
    channels: ["email"],
    nag: null,
    urgent: false,
    snooze_of: null,
    state: "scheduled",
    reason: null,
    ...change,
  };
}

/** What every page of the app needs: who is signed in. */
export const signedIn = [
  http.post("*/api/auth/refresh", () =>
    HttpResponse.json({ access_token: "token", expires_in: 900, user: { id: "me" } }),
  ),
  http.get("*/api/me", () => HttpResponse.json(ME)),
];

/** A request that was made, with what it said. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly search: string;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: each request has a body of its own
  readonly body: any;
}

type Answer = JsonBodyType | HttpResponse<JsonBodyType>;

/** Answers as `answer` says, and keeps what was asked. */
export function listening(
  method: "get" | "post" | "patch" | "delete",
  path: string,
  answer: (asked: Asked) => Answer | Promise<Answer>,
) {
  const asked: Asked[] = [];
  const handler = http[method](`*${path}`, async ({ request }) => {
    const url = new URL(request.url);
    const text = await request.text();
    const one: Asked = {
      method,
      path: url.pathname,
      search: url.search,
      headers: request.headers,
      body: text === "" ? null : JSON.parse(text),
    };
    asked.push(one);
    const said = await answer(one);
    return said instanceof Response ? said : HttpResponse.json(said);
  });
  return { handler, asked };
}

/** An answer that waits until it is let go. */
export function held(answer: () => Answer) {
  let letGo = (): void => undefined;
  const wait = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { answer: () => wait.then(answer), letGo: () => letGo() };
}

/** A refusal, as the server writes it. */
export const refusal = (pointer: string, message: string): HttpResponse<JsonBodyType> =>
  HttpResponse.json(
    {
      type: "/problems/input.invalid",
      title: "The request is not valid",
      status: 422,
      detail: message,
      instance: "1",
      code: "input.invalid",
      errors: [{ pointer, code: "rule", message }],
    },
    { status: 422, headers: { "content-type": "application/problem+json" } },
  );

/** Shows a part of the app to somebody who is signed in. */
export function renderPart(node: ReactNode) {
  toasts.set([]);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(["me"], ME);
  const root = createRootRoute({
    component: () => (
      <>
        <Suspense>{node}</Suspense>
        <ToastViewer />
      </>
    ),
  });
  const router = createRouter({
    routeTree: root,
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  const shown = render(
    <QueryClientProvider client={client}>
      {/* The routes of a test are its own. */}
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { ...shown, client };
}
