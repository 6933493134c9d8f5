import "fake-indexeddb/auto";
import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test } from "vitest";
import type { SessionOut } from "@/api/schema.gen";
import { shownAsOf } from "@/lib/connection";
import { changeKept, kept } from "@/lib/kept";
import { session } from "@/lib/session";
import { granted } from "@/testing/server";
import { forgetData, restoreData, saveData } from "./offline-data";

const signIn = (userId: string): void => {
  session.begin(granted("t", userId) as unknown as SessionOut);
};

function clientWith(data: Record<string, unknown>): QueryClient {
  const client = new QueryClient();
  for (const [key, value] of Object.entries(data)) client.setQueryData(key.split("/"), value);
  return client;
}

beforeEach(async () => {
  await forgetData();
  shownAsOf.set(null);
  signIn("u1");
});

test("what was read is there again without a server, with the time it is from", async () => {
  await saveData(clientWith({ me: { id: "u1" }, "tasks/list": ["milk"] }));
  const client = new QueryClient();
  expect(await restoreData(client)).toBe(true);
  expect(client.getQueryData(["tasks", "list"])).toEqual(["milk"]);
  expect(shownAsOf.get()).toBeGreaterThan(0);
});

test("what was typed, and tokens, are not kept", async () => {
  await saveData(clientWith({ me: { id: "u1" }, "words/secret": "typed" }));
  const text = JSON.stringify(await kept("data"));
  expect(text).toContain("u1");
  expect(text).not.toContain("typed");
  expect(text).not.toContain('"t"');
});

test("tabs add to what the others keep", async () => {
  await saveData(clientWith({ me: { id: "u1" }, "tasks/list": ["milk"] }));
  await saveData(clientWith({ me: { id: "u1" }, projects: ["home"] }));
  const client = new QueryClient();
  await restoreData(client);
  expect(client.getQueryData(["tasks", "list"])).toEqual(["milk"]);
  expect(client.getQueryData(["projects"])).toEqual(["home"]);
});

test("the next account keeps nothing of the one before", async () => {
  await saveData(clientWith({ me: { id: "u1" }, "tasks/list": ["theirs"] }));
  signIn("u2");
  await saveData(clientWith({ me: { id: "u2" } }));
  expect(JSON.stringify(await kept("data"))).not.toContain("theirs");
});

test("the next person of this browser is not shown what the one before read", async () => {
  await saveData(clientWith({ me: { id: "u1" }, "tasks/list": ["theirs"] }));
  signIn("u2"); // by a link, while the one before was still signed in
  const client = new QueryClient();
  expect(await restoreData(client)).toBe(false);
  expect(client.getQueryData(["tasks", "list"])).toBeUndefined();
});

test("nothing is kept after a sign-out, and nothing of before it", async () => {
  await saveData(clientWith({ me: { id: "u1" } }));
  session.end("user");
  await forgetData();
  await saveData(clientWith({ me: { id: "u1" } }));
  expect(await restoreData(new QueryClient())).toBe(false);
});

test("more than fits leaves the oldest tasks out, and never the account", async () => {
  const client = new QueryClient();
  const big = "x".repeat(1_400_000);
  client.setQueryData(["me"], { id: "u1" }, { updatedAt: 1 });
  client.setQueryData(["tasks", "old"], big, { updatedAt: 2 });
  client.setQueryData(["tasks", "middle"], big, { updatedAt: 3 });
  client.setQueryData(["tasks", "new"], big, { updatedAt: 4 });
  await saveData(client);
  const again = new QueryClient();
  expect(await restoreData(again)).toBe(true);
  expect(again.getQueryData(["tasks", "new"])).toBe(big);
  expect(again.getQueryData(["tasks", "old"])).toBeUndefined();
});

test("another build reads nothing that this one wrote", async () => {
  await changeKept("data", () => ({ build: "other", userId: "u1", at: 1, queries: [] }));
  expect(await restoreData(new QueryClient())).toBe(false);
});
