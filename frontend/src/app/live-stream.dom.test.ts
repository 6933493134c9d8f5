import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SessionOut } from "@/api/schema.gen";
import { session } from "@/lib/session";
import { granted, noNetwork, problem, takeNetwork } from "@/testing/server";
import type { Said } from "./live";
import { keepListening } from "./live-stream";

const MINUTE = 60_000;
const encoder = new TextEncoder();

/** A stream of the server that a test writes to. */
function openStream() {
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      control = controller;
    },
  });
  return {
    response: new Response(body, { headers: { "content-type": "text/event-stream" } }),
    say: (text: string) => control?.enqueue(encoder.encode(`${text}\n\n`)),
    end: () => control?.close(),
  };
}

let said: Said[];
let stop: AbortController;
const states = (): string[] => said.flatMap((each) => (each.kind === "state" ? [each.state] : []));
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  stop = new AbortController();
  session.begin({ ...granted("t"), expires_in: 36_000 } as unknown as SessionOut);
});
afterEach(async () => {
  stop.abort();
  await pass(1);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function listen(): Promise<void> {
  return keepListening((each) => said.push(each), stop.signal);
}

test("ten minutes without a server are told after five seconds, and then nothing is missing", async () => {
  const first = openStream();
  const network = takeNetwork(() => first.response);
  void listen();
  await pass(10);
  first.say("event: ready\ndata: {}");
  first.say("id: 41\nevent: resync\ndata: {}");
  await pass(10);
  expect(states()).toEqual(["live"]);

  network.answer = noNetwork;
  first.end();
  await pass(4000);
  expect(states()).toEqual(["live"]);
  await pass(2000);
  expect(states()).toEqual(["live", "lost"]);
  await pass(10 * MINUTE);
  expect(states()).toEqual(["live", "lost"]);
  expect(network.asked.length).toBeLessThan(40);

  const second = openStream();
  network.answer = () => second.response;
  said = [];
  await pass(30_000);
  second.say("event: ready\ndata: {}");
  await pass(10);
  expect(network.requests.at(-1)?.headers.get("last-event-id")).toBe("41");
  expect(said).toEqual([{ kind: "state", state: "live" }]);
});

test("changes of tasks and of what they stand in are told apart; what is not known is passed over", async () => {
  const stream = openStream();
  takeNetwork(() => stream.response);
  void listen();
  await pass(10);
  stream.say('id: 3:7\nevent: place.changed\ndata: {"place":"label","place_id":null}');
  stream.say("id: 3:8\nevent: from.the.future\ndata: {}");
  stream.say('id: 3:9\nevent: task.changed\ndata: {"task_id":"t"}');
  await pass(10);
  expect(said).toEqual([
    { kind: "place", change: { place: "label", place_id: null } },
    { kind: "change", change: { task_id: "t" } },
  ]);
});

test("a stream that ends with its token goes on at once, and nobody notices", async () => {
  const first = openStream();
  const network = takeNetwork(() => first.response);
  void listen();
  await pass(10);
  first.say("event: ready\ndata: {}");
  await pass(20_000);
  const second = openStream();
  network.answer = () => second.response;
  first.end();
  await pass(10);
  expect(network.asked).toHaveLength(2);
  second.say("event: ready\ndata: {}");
  await pass(MINUTE / 2);
  expect(states()).toEqual(["live", "live"]);
});

test("a stream that ends at once, every time, is not asked for at once every time", async () => {
  const network = takeNetwork(() => {
    const stream = openStream();
    stream.say("event: ready\ndata: {}");
    stream.end();
    return stream.response;
  });
  void listen();
  await pass(MINUTE);
  expect(network.asked.length).toBeLessThan(12);
});

test("silence is a connection that is gone", async () => {
  const first = openStream();
  const network = takeNetwork(() => first.response);
  void listen();
  await pass(10);
  first.say("event: ready\ndata: {}");
  await pass(30_000);
  first.say(": ping");
  await pass(30_000);
  expect(network.asked).toHaveLength(1);
  await pass(15_000);
  expect(network.asked.length).toBeGreaterThan(1);
});

test("a server that asks for patience gets it", async () => {
  const network = takeNetwork(() => problem(429, { "retry-after": "120" }));
  void listen();
  await pass(110_000);
  expect(network.asked).toHaveLength(1);
  await pass(20_000);
  expect(network.asked).toHaveLength(2);
});
