import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { configure, render } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { type ReactNode, Suspense } from "react";
import { vi } from "vitest";
import type { MeOut, SessionOut } from "@/api/schema.gen";
import { session } from "@/lib/session";
import { ADA } from "./ada";

// Forms are typed into letter by letter: on a busy machine that takes its time.
const PATIENCE_MS = 30_000;
vi.setConfig({ testTimeout: PATIENCE_MS });
configure({ asyncUtilTimeout: PATIENCE_MS / 3 });
window.scrollTo = () => undefined; // jsdom has no layout

/** The network of a test: what is not answered here is an error. */
export const server = setupServer();

export { ADA };

/** What the server answers to who signs in. */
export function sessionOf(me: MeOut = ADA): SessionOut {
  const { sign_in_methods: _methods, ...user } = me;
  return {
    access_token: "token",
    token_type: "Bearer",
    expires_in: 900,
    refresh_token: null,
    session_id: "01932f00-0000-7000-8000-000000000002",
    user,
  };
}

/** A refusal as the server writes it. */
export const refusal = (status: number, code: string, more: object = {}, wait?: number) =>
  HttpResponse.json(
    { type: `/problems/${code}`, title: code, status, detail: code, code, instance: "", ...more },
    {
      status,
      headers: {
        "content-type": "application/problem+json",
        ...(wait === undefined ? {} : { "retry-after": String(wait) }),
      },
    },
  );

/** Shows a part of the settings to somebody who is signed in. */
export function renderSettings(children: ReactNode, me: MeOut = ADA): QueryClient {
  session.begin(sessionOf(me));
  server.use(http.get("*/api/me", () => HttpResponse.json(me)));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(["me"], me);
  const root = createRootRoute({ component: Outlet, notFoundComponent: () => children });
  const router = createRouter({ routeTree: root, history: createMemoryHistory() });
  render(
    <QueryClientProvider client={client}>
      <Suspense>
        <RouterProvider router={router as never} />
      </Suspense>
    </QueryClientProvider>,
  );
  return client;
}
