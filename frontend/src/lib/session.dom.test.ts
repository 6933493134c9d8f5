import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SessionOut } from "@/api/schema.gen";
import { granted, json, noNetwork, problem, takeNetwork } from "@/testing/server";
import { Unreachable } from "./problem";
import { Session, SignedOut } from "./session";

const HOUR = 3_600_000;
const sessionOf = (token: string, userId?: string): SessionOut =>
  granted(token, userId) as unknown as SessionOut; // the parts that the browser needs

let here: Session;
let other: Session;

beforeEach(() => {
  here = new Session();
  other = new Session();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("requests at the same time ask for one token", async () => {
  const network = takeNetwork(() => json(granted("a")));
  expect(await Promise.all([here.token(), here.token(), here.token()])).toEqual(["a", "a", "a"]);
  expect(network.asked).toEqual(["POST /api/auth/refresh"]);
});

test("nobody was signed in here: that is no error, and is asked once", async () => {
  const network = takeNetwork(() => new Response(null, { status: 204 }));
  await expect(here.token()).rejects.toBeInstanceOf(SignedOut);
  expect(here.mayGoOn).toBe(false);
  expect(network.asked).toEqual(["POST /api/auth/refresh"]);
});

test("a token is renewed before it ends, also after an hour asleep", async () => {
  const network = takeNetwork(() => json(granted("b")));
  here.begin(sessionOf("a"));
  expect(await here.token()).toBe("a");
  vi.useFakeTimers({ now: Date.now() + HOUR, toFake: ["Date"] });
  expect(await here.token()).toBe("b");
  expect(network.asked).toHaveLength(1);
});

test("other tabs go on with the token that one got", async () => {
  other.begin(sessionOf("a", "u7"));
  await vi.waitFor(() => expect(here.current?.userId).toBe("u7"));
});

test("a sign-out reaches every tab", async () => {
  other.begin(sessionOf("a"));
  await vi.waitFor(() => expect(here.current).not.toBeNull());
  const heard = vi.fn();
  here.subscribe(heard);
  other.end("user");
  await vi.waitFor(() =>
    expect(heard).toHaveBeenCalledWith(null, expect.objectContaining({ token: "a" })),
  );
});

test("who has a newer token stays when the server refuses an older one", async () => {
  here.begin(sessionOf("new"));
  await vi.waitFor(() => expect(other.current?.token).toBe("new"));
  const heard: unknown[] = [];
  other.subscribe((access) => heard.push(access));
  const stale = new Session();
  stale.end("server");
  stale.begin(sessionOf("next")); // comes after it, so that the first was heard
  await vi.waitFor(() => expect(other.current?.token).toBe("next"));
  expect(heard).not.toContain(null);
});

test("nobody signed in is told once to who listens, and thrown", async () => {
  takeNetwork(() => problem(401));
  const heard = vi.fn();
  here.subscribe(heard);
  await expect(here.token()).rejects.toBeInstanceOf(SignedOut);
  await expect(here.token()).rejects.toBeInstanceOf(SignedOut);
  expect(heard).toHaveBeenCalledTimes(1);
});

test("no network is no sign-out, and the next try may work", async () => {
  const network = takeNetwork(noNetwork);
  const heard = vi.fn();
  here.subscribe(heard);
  await expect(here.token()).rejects.toBeInstanceOf(Unreachable);
  expect(heard).not.toHaveBeenCalled();
  network.answer = () => json(granted("a"));
  expect(await here.token()).toBe("a");
});

test("an answer that breaks off is no answer", async () => {
  takeNetwork(() => new Response("{", { headers: { "content-type": "application/json" } }));
  await expect(here.token()).rejects.toBeInstanceOf(Unreachable);
});

test("a sign-out without a server is made good before anything else is asked", async () => {
  const network = takeNetwork(noNetwork);
  here.begin(sessionOf("a"));
  here.endWithoutServer();
  await expect(here.token()).rejects.toBeInstanceOf(Unreachable);
  network.answer = () => json({});
  await expect(here.token()).rejects.toBeInstanceOf(SignedOut);
  expect(network.asked.at(-1)).toBe("POST /api/auth/sign-out");
  network.answer = () => json(granted("b"));
  expect(await here.token()).toBe("b");
});

test("a sign-in pays the debt of a sign-out", async () => {
  const network = takeNetwork(() => json(granted("c")));
  here.endWithoutServer();
  here.begin({ ...sessionOf("b"), expires_in: 0 });
  expect(await here.token()).toBe("c");
  expect(network.asked).toEqual(["POST /api/auth/refresh"]);
});
