import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { act, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Unreachable } from "@/lib/problem";
import { PART_MISSING } from "@/lib/service-worker";
import { PageError } from "./page-error";

afterEach(() => vi.useRealTimers());

/** A page that does what `draw` does. */
async function show(draw: () => string): Promise<void> {
  const router = createRouter({
    routeTree: createRootRoute({ component: draw, errorComponent: PageError }),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  vi.spyOn(console, "error").mockImplementation(() => undefined); // React tells what it caught
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  await act(async () => {
    render(
      <QueryClientProvider client={new QueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>,
    );
    await router.load();
  });
}

test("a mistake of a page is a page with ways to go on, not a white one", async () => {
  await show(() => {
    throw new TypeError("undefined is not a function");
  });
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Something broke");
  expect(screen.getByRole("button", { name: "Try again" })).toBeVisible();
  expect(screen.getByRole("link", { name: "Go to Today" })).toBeVisible();
});

test("a part that is gone is a newer version, and nothing is loaded anew by itself", async () => {
  await show(() => {
    throw Object.assign(new TypeError("gone"), { name: PART_MISSING });
  });
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("new version");
  expect(screen.getByRole("button", { name: "Reload" })).toBeVisible();
});

test("a server that is away is asked again by itself, and the page is there when it is back", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let isThere = false;
  await show(() => {
    if (!isThere) throw new Unreachable("test");
    return "All is well";
  });
  expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("No connection");
  isThere = true;
  await act(() => vi.advanceTimersByTimeAsync(31_000));
  expect(screen.getByText("All is well")).toBeVisible();
});
