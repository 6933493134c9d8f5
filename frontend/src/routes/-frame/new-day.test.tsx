import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { taskKeys } from "@/api/tasks/keys";
import { ADA } from "@/testing/ada";
import { NewDay } from "./new-day";

const LIST = taskKeys.list({ filter: "today", sort: "due" });
const COUNTS = ["views", "counts"];

beforeEach(() => vi.useFakeTimers({ now: Date.parse("2026-11-26T22:59:40Z") })); // in Berlin 23:59
afterEach(() => vi.useRealTimers());

test("lists and numbers are asked for anew when it is midnight for the account", () => {
  const client = new QueryClient();
  client.setQueryData(["me"], ADA);
  render(
    <QueryClientProvider client={client}>
      <NewDay />
    </QueryClientProvider>,
  );
  client.setQueryData(LIST, { pages: [{ items: [], next_cursor: null }], pageParams: [null] });
  client.setQueryData(COUNTS, { views: {} });
  const areOld = () =>
    [LIST, COUNTS].map((queryKey) => client.getQueryState(queryKey)?.isInvalidated);
  act(() => void vi.advanceTimersByTime(15_000));
  expect(areOld()).toEqual([false, false]);
  act(() => void vi.advanceTimersByTime(15_000));
  expect(areOld()).toEqual([true, true]);
});
