import { QueryClientProvider, useMutation } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { createQueryClient } from "./query-client";
import { rereading } from "./rereading";

/** A mutation that ends as told, while reading anew takes as long as the test wants. */
function start(ends: () => Promise<string>) {
  const client = createQueryClient();
  const read = { asked: 0, finish: (): void => undefined };
  const reading = new Promise<void>((resolve) => {
    read.finish = resolve;
  });
  const { result } = renderHook(
    () =>
      useMutation({
        mutationFn: ends,
        onSettled: rereading(() => {
          read.asked += 1;
          return reading;
        }),
      }),
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      ),
    },
  );
  act(() => result.current.mutate());
  return { result, read };
}

test("success is told once the newest is there", async () => {
  const { result, read } = start(() => Promise.resolve("done"));
  await waitFor(() => expect(read.asked).toBe(1));
  expect(result.current.isPending).toBe(true);
  act(() => read.finish());
  await waitFor(() => expect(result.current.isSuccess).toBe(true));
});

test("a failure is told while the newest is still being read", async () => {
  const { result, read } = start(() => Promise.reject(new Error("no server")));
  await waitFor(() => expect(result.current.isError).toBe(true));
  expect(read.asked).toBe(1);
});
