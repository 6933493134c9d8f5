import { screen } from "@testing-library/react";
import { HttpResponse, http } from "msw";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { renderSettings, server } from "@/testing/render-settings";
import { TraceLink } from "./trace-link";

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const ID = "0af7651916cd43dd8448eb211c80319c";

function answerWith(links: object): { asked: number } {
  const seen = { asked: 0 };
  server.use(
    http.get("*/api/ops/overview", () => {
      seen.asked += 1;
      return HttpResponse.json({ links });
    }),
  );
  return seen;
}

test("a trace leads to Zipkin where the server knows one, and is asked for it once", async () => {
  const seen = answerWith({ grafana: null, zipkin: "http://zipkin.example:9411" });
  renderSettings(
    <>
      <TraceLink id={ID}>trace</TraceLink>
      <TraceLink id={ID}>the same</TraceLink>
    </>,
  );
  const link = await screen.findByRole("link", { name: "trace" });
  expect(link).toHaveAttribute("href", `http://zipkin.example:9411/zipkin/traces/${ID}`);
  expect(screen.getByRole("link", { name: "the same" })).toBeVisible();
  expect(seen.asked).toBe(1);
});

test("without a Zipkin it is a text", async () => {
  const seen = answerWith({ grafana: null, zipkin: null });
  renderSettings(<TraceLink id={ID}>trace</TraceLink>);
  await expect.poll(() => seen.asked).toBe(1);
  expect(await screen.findByText("trace")).toBeVisible();
  expect(screen.queryByRole("link")).toBeNull();
});
