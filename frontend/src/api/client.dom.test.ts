import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem, Unreachable } from "@/lib/problem";
import { SignedOut, session } from "@/lib/session";
import { granted, json, noNetwork, problem, takeNetwork } from "@/testing/server";
import { authorizedFetch } from "./client";
import type { SessionOut } from "./schema.gen";

const REFRESH = "POST /api/auth/refresh";
const ask = (path = "/api/me"): Promise<Response> =>
  authorizedFetch(new Request(new URL(path, location.origin)));

/** Takes these tokens and no other; refreshing gives the next one. */
function serverWith(good: string, next = good) {
  return (request: Request): Response => {
    if (request.url.endsWith("/api/auth/refresh")) return json(granted(next));
    return request.headers.get("authorization") === `Bearer ${good}` ? json({}) : problem(401);
  };
}

beforeEach(() => {
  session.begin(granted("old") as unknown as SessionOut);
});
afterEach(() => vi.unstubAllGlobals());

test("a token that ended is renewed unseen, once for all who ask at the same time", async () => {
  const network = takeNetwork(serverWith("new"));
  const answers = await Promise.all([ask(), ask("/api/projects"), ask("/api/labels")]);
  expect(answers.map((each) => each.status)).toEqual([200, 200, 200]);
  expect(network.asked.filter((each) => each === REFRESH)).toHaveLength(1);
  expect(session.current?.token).toBe("new");
});

test("the body is sent again with the new token", async () => {
  const bodies: string[] = [];
  const server = serverWith("new");
  takeNetwork(async (request) => {
    if (request.url.endsWith("/api/tasks")) bodies.push(await request.clone().text());
    return server(request);
  });
  const url = new URL("/api/tasks", location.origin);
  const headers = { "content-type": "application/json" };
  await authorizedFetch(new Request(url, { method: "POST", body: '{"title":"x"}', headers }));
  expect(bodies).toEqual(['{"title":"x"}', '{"title":"x"}']);
});

test("a new token that is refused, too, ends the session and is not tried for ever", async () => {
  const network = takeNetwork(serverWith("none", "new"));
  await expect(ask()).rejects.toBeInstanceOf(SignedOut);
  expect(session.current).toBeNull();
  expect(network.asked).toEqual(["GET /api/me", REFRESH, "GET /api/me"]);
});

test("no network is Unreachable, and nobody is signed out", async () => {
  takeNetwork(noNetwork);
  await expect(ask()).rejects.toBeInstanceOf(Unreachable);
  expect(session.current?.token).toBe("old");
});

test("what the server refuses says how long to wait", async () => {
  takeNetwork(() => problem(429, { "retry-after": "7" }));
  const error = await ask().catch((each: unknown) => each);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ status: 429, retryAfter: 7, code: "test.429" });
});
