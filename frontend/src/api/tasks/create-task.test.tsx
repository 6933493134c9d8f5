import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";
import { Unreachable } from "@/lib/problem";
import { beSignedIn } from "@/testing/open-task";
import { json, noNetwork, takeNetwork } from "@/testing/server";
import { useCreateTask } from "./create-task";

afterEach(() => vi.unstubAllGlobals());

test("what is sent again for want of an answer is one task; what comes then is another", async () => {
  const answers = [noNetwork, () => json({ id: "1" }, 201), () => json({ id: "2" }, 201)];
  const network = takeNetwork(() => answers.shift()?.() ?? noNetwork());
  beSignedIn();
  const client = new QueryClient();
  const { result } = renderHook(useCreateTask, {
    wrapper: ({ children }: { readonly children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  });
  const add = async () => act(() => result.current.mutateAsync({ title: "Milk" }));
  await expect(add()).rejects.toBeInstanceOf(Unreachable);
  await add();
  await add();
  const [lost, again, other] = network.requests.map(({ headers }) =>
    headers.get("idempotency-key"),
  );
  expect(lost).toBeTruthy();
  expect(again).toBe(lost);
  expect(other).not.toBe(lost);
});
