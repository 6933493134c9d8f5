import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useNow } from "./use-now";

const EVENING = Date.parse("2026-11-26T23:00:00Z");
const MORNING = Date.parse("2026-11-27T07:00:00Z");

beforeEach(() => vi.useFakeTimers({ now: EVENING }));
afterEach(() => vi.useRealTimers());

test("who looks after a night knows at once that it is another day", () => {
  const evening = renderHook(useNow);
  expect(evening.result.current).toBe(EVENING);
  evening.unmount();
  vi.setSystemTime(MORNING);
  expect(renderHook(useNow).result.current).toBe(MORNING);
});

test("a page that slept knows it as soon as it is looked at", () => {
  const { result } = renderHook(useNow);
  vi.setSystemTime(MORNING);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  expect(result.current).toBe(MORNING);
});

test("time goes on while somebody watches", () => {
  const { result } = renderHook(useNow);
  act(() => void vi.advanceTimersByTime(15_000));
  expect(result.current).toBe(EVENING + 15_000);
});
