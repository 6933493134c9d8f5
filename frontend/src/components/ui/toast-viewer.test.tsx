import { act, render } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { toast, toasts } from "@/lib/toasts";
import { ToastViewer } from "./toast-viewer";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  toasts.set([]);
});

test("what has a way back can be taken back for 30 seconds", () => {
  render(<ToastViewer />);
  act(() => {
    toast({ text: "Moved", action: { label: "Undo", run: () => undefined } });
    toast({ text: "Copied" });
  });
  const pass = (seconds: number): string[] => {
    act(() => void vi.advanceTimersByTime(seconds * 1000));
    return toasts.get().map(({ text }) => text);
  };
  expect(pass(9)).toEqual(["Moved"]);
  expect(pass(20)).toEqual(["Moved"]);
  expect(pass(2)).toEqual([]);
});
