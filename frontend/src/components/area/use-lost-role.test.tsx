import { useQuery } from "@tanstack/react-query";
import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { useMe } from "@/api/me/get-me";
import { overviewOptions } from "@/api/ops/overview";
import { ADA, refusal, renderSettings, server } from "@/testing/render-settings";
import { useLostRole } from "./use-lost-role";

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

function Area() {
  useLostRole();
  const { status } = useQuery({ ...overviewOptions(), refetchInterval: false });
  return <p>{`${useMe().role}: ${status}`}</p>;
}

test.each([
  ["auth.forbidden", "user"],
  ["auth.not_confirmed", "admin"], // about this request, and not about the role
])("what is refused with %s leaves the role %s", async (code, role) => {
  server.use(http.get("*/api/ops/overview", () => refusal(403, code)));
  renderSettings(<Area />, { ...ADA, role: "admin" });
  server.use(http.get("*/api/me", () => HttpResponse.json({ ...ADA, role: "user" })));
  expect(await screen.findByText(`${role}: error`)).toBeVisible();
});
