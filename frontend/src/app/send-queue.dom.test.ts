import "fake-indexeddb/auto";
import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PlaceIn, SessionOut, TaskCreate } from "@/api/schema.gen";
import { liveState } from "@/lib/live";
import { dequeue, enqueue, forgetQueue, readQueue } from "@/lib/queue";
import { session } from "@/lib/session";
import { toasts } from "@/lib/toasts";
import type { Typed } from "@/lib/waiting";
import { granted, json, noNetwork, problem, takeNetwork } from "@/testing/server";
import { sendQueue, startQueue } from "./send-queue";

const ME = { userId: "u1", zone: "Europe/Berlin" };
const client = new QueryClient();
const typed = (text: string, more: Partial<Typed> = {}): Typed => ({
  id: crypto.randomUUID(),
  text,
  ...more,
});

/** Reads every text as a title, and keeps what was made by its idempotency key. */
function server(refuse: (title: string) => Response | null = () => null) {
  const made = new Map<string, string>();
  const read: { text: string; now: string; zone: string; literal: readonly PlaceIn[] }[] = [];
  const bodies: TaskCreate[] = [];
  const answer = async (request: Request): Promise<Response> => {
    const sent = await request.clone().json();
    if (request.url.endsWith("/parse")) {
      read.push(sent);
      return json({ task: { title: sent.text } });
    }
    const refused = refuse(sent.title);
    if (refused !== null) return refused;
    made.set(request.headers.get("idempotency-key") ?? "", sent.title);
    bodies.push(sent);
    return json({ id: `id of ${sent.title}`, title: sent.title }, 201);
  };
  return { answer, made, read, bodies };
}

beforeEach(() => {
  session.begin(granted("t") as unknown as SessionOut);
});
afterEach(async () => {
  await forgetQueue();
  toasts.set([]);
  vi.unstubAllGlobals();
});

test("what waits is sent in order, as of when it was typed, and is gone then", async () => {
  const { answer, made, read } = server();
  takeNetwork(answer);
  await enqueue([typed("Buy milk tomorrow")], ME);
  await enqueue([typed("Call mum")], ME);
  const [first] = await readQueue();
  await sendQueue(client);
  expect([...made.values()]).toEqual(["Buy milk tomorrow", "Call mum"]);
  expect(read[0]).toEqual({
    text: "Buy milk tomorrow",
    literal: [],
    now: first?.at,
    zone: "Europe/Berlin",
  });
  expect(await readQueue()).toEqual([]);
});

test("without a server everything waits on, in order", async () => {
  takeNetwork(noNetwork);
  await enqueue([typed("one")], ME);
  await enqueue([typed("two")], ME);
  await sendQueue(client);
  expect((await readQueue()).map((each) => each.text)).toEqual(["one", "two"]);
});

test("an answer that was lost is asked for again with the same key and the same task", async () => {
  const { answer, made, read } = server();
  let isLost = true;
  takeNetwork(async (request) => {
    const response = await answer(request);
    if (!isLost || request.url.endsWith("/parse")) return response;
    isLost = false;
    return noNetwork();
  });
  await enqueue([typed("once")], ME);
  await sendQueue(client);
  await sendQueue(client);
  expect([...made.values()]).toEqual(["once"]);
  expect(read).toHaveLength(1);
  expect(await readQueue()).toEqual([]);
});

test("what is refused stays and says why; what comes after it is sent", async () => {
  const { answer, made } = server((title) => (title === "bad" ? problem(422) : null));
  takeNetwork(answer);
  await enqueue([typed("bad")], ME);
  await enqueue([typed("good")], ME);
  await sendQueue(client);
  expect([...made.values()]).toEqual(["good"]);
  expect(await readQueue()).toMatchObject([{ text: "bad", refused: "No." }]);
  expect(toasts.get().map((each) => each.tone)).toContain("error");
});

test("what somebody else typed in this browser is not sent as mine", async () => {
  const { answer, made } = server();
  takeNetwork(answer);
  await enqueue([typed("theirs")], { ...ME, userId: "u2" });
  await sendQueue(client);
  expect(made.size).toBe(0);
  expect(await readQueue()).toHaveLength(1);
});

test("what the page gave it, what was taken back, and what it is part of come with it", async () => {
  const { answer, bodies, read } = server();
  takeNetwork(answer);
  const trip = typed("trip", { defaults: { due: { date: "2026-11-26" }, labels: ["away"] } });
  const literal = [{ start: 0, end: 3 }];
  const bag = typed("bag tomorrow", { literal, under: trip.id, defaults: { labels: ["away"] } });
  const shown = typed("x", { task: { title: "As it was shown" }, under: bag.id });
  await enqueue([trip, bag, shown], ME);
  await sendQueue(client);
  expect(bodies).toEqual([
    { title: "trip", due: { date: "2026-11-26" }, labels: ["away"] },
    { title: "bag tomorrow", labels: ["away"], parent_id: "id of trip" },
    { title: "As it was shown", parent_id: "id of bag tomorrow" },
  ]);
  expect(read.map((each) => each.literal)).toEqual([[], literal]);
});

test("parts wait for what they are part of, and stand alone once that is discarded", async () => {
  const { answer, bodies } = server((title) => (title === "trip" ? problem(422) : null));
  takeNetwork(answer);
  const trip = typed("trip");
  await enqueue([trip, typed("bag", { under: trip.id })], ME);
  await sendQueue(client);
  expect(bodies).toEqual([]);
  await dequeue(trip.id);
  await sendQueue(client);
  expect(bodies).toEqual([{ title: "bag" }]);
});

test("what a busy server put off is sent a little later, without any other cause", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  vi.stubGlobal("reportError", (error: unknown) => {
    throw error;
  });
  const busy = [problem(429), problem(503)];
  const { answer, made } = server(() => busy.shift() ?? null);
  takeNetwork(answer);
  liveState.set("live");
  await enqueue([typed("patient")], ME);
  const stop = startQueue(client);
  try {
    await vi.waitFor(() => expect(busy).toHaveLength(1));
    vi.advanceTimersByTime(30_000);
    await vi.waitFor(() => expect(busy).toHaveLength(0));
    vi.advanceTimersByTime(30_000);
    await vi.waitFor(async () => expect(await readQueue()).toEqual([]));
    expect([...made.values()]).toEqual(["patient"]);
  } finally {
    stop();
    expect(vi.getTimerCount()).toBe(0);
    liveState.set("connecting");
    vi.useRealTimers();
  }
});
