import { expect, test } from "vitest";
import { cn } from "./cn";

test.each([
  ["px-3 justify-center", "px-2.5 justify-start", "px-2.5 justify-start"],
  ["size-8", "h-11 w-full", "size-8 h-11 w-full"],
  ["h-9 w-4", "size-8", "size-8"],
  ["text-sm text-muted", "text-danger", "text-sm text-danger"],
  ["text-sm text-muted", "text-[0.9375rem]", "text-muted text-[0.9375rem]"],
  ["border border-dashed border-line", "border-danger", "border border-dashed border-danger"],
  ["border-line", "border-t border-b-2", "border-line border-t border-b-2"],
  ["gap-x-2 gap-y-1", "gap-x-4", "gap-y-1 gap-x-4"],
  ["overflow-x-hidden overflow-y-auto", "", "overflow-x-hidden overflow-y-auto"],
  [
    "inset-x-0 bottom-0 rounded-t-2xl",
    "sm:rounded-2xl",
    "inset-x-0 bottom-0 rounded-t-2xl sm:rounded-2xl",
  ],
  ["flex flex-col", "hidden md:flex", "flex-col hidden md:flex"],
  [
    "text-left text-nowrap text-muted font-medium font-mono",
    "",
    "text-left text-nowrap text-muted font-medium font-mono",
  ],
  [
    "sm:max-w-lg hover:bg-hover bg-surface",
    "sm:max-w-2xl",
    "hover:bg-hover bg-surface sm:max-w-2xl",
  ],
])("%s and %s are %s", (own, given, expected) => {
  expect(cn(own, given)).toBe(expected);
});
