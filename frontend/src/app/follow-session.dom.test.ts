import "fake-indexeddb/auto";
import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";
import { changeKept, kept } from "@/lib/kept";
import { session } from "@/lib/session";
import { browserStorage, DEVICE, tabStorage } from "@/lib/storage";
import { ADA, sessionOf } from "@/testing/render-settings";
import { followSession, type Places } from "./follow-session";

let stop = (): void => undefined;
afterEach(() => {
  stop();
  session.end("server");
});

/** Follows the session at a place; says where it went, and how often the app began anew. */
function follow(href: string) {
  const went: unknown[] = [];
  let restarts = 0;
  const client = new QueryClient();
  client.setQueryData(["me"], ADA);
  const router: Places = {
    navigate: async (options) => {
      went.push(options);
    },
    state: { location: { href }, matches: [{ routeId: "__root__" }, { routeId: "/_app" }] },
  };
  stop = followSession(client, router, () => {
    restarts += 1;
  });
  return { client, went, restarts: () => restarts };
}

test("who signs out here goes to the sign-in page, and nothing is kept", async () => {
  session.begin(sessionOf());
  const { client, went } = follow("/inbox");
  session.end("user");
  expect(went).toMatchObject([{ to: "/sign-in", search: {}, replace: true, ignoreBlocker: true }]);
  await Promise.resolve();
  expect(client.getQueryData(["me"])).toBeUndefined();
  expect(session.endedHere).toBe(true);
});

test("who is signed out by the server goes on where they were", () => {
  session.begin(sessionOf());
  const { went } = follow("/inbox?task=1");
  session.end("server");
  session.end("server");
  expect(went).toMatchObject([{ to: "/sign-in", search: { next: "/inbox?task=1" } }]);
  expect(session.endedBy).toBe("server");
});

test("another person gets an app of their own; the same one goes on", () => {
  session.begin(sessionOf());
  const { went, restarts } = follow("/today");
  session.begin(sessionOf());
  expect(restarts()).toBe(0);
  session.begin(sessionOf({ ...ADA, id: "01932f00-0000-7000-8000-0000000000ff" }));
  expect(restarts()).toBe(1);
  expect(went).toEqual([]);
});

const OTHER = { ...ADA, id: "01932f00-0000-7000-8000-0000000000ff" };

/** Somebody used the app: a choice of the device, words of their own, and something in this tab. */
function leaveTraces(): void {
  browserStorage.set(DEVICE.theme, "dark");
  browserStorage.set("rondel.anything", "gift for Bob");
  tabStorage.set(`rondel.quick-add.${ADA.id}`, "half a sentence");
}

const left = (): (string | null)[] => [
  browserStorage.get(DEVICE.theme),
  browserStorage.get("rondel.anything"),
  tabStorage.get(`rondel.quick-add.${ADA.id}`),
];

test("who signs out leaves nothing in the browser but choices of the device", () => {
  session.begin(sessionOf());
  follow("/inbox");
  leaveTraces();
  session.begin(sessionOf()); // the next token of the same person
  expect(left()).toEqual(["dark", "gift for Bob", "half a sentence"]);
  session.end("user");
  expect(left()).toEqual(["dark", null, null]);
});

test("whom the server signs out finds their own words again; another account does not", () => {
  session.begin(sessionOf());
  const { restarts } = follow("/inbox");
  leaveTraces();
  session.end("server");
  expect(left()).toEqual(["dark", null, "half a sentence"]);
  session.begin(sessionOf(OTHER));
  expect(left()).toEqual(["dark", null, null]);
  expect(restarts()).toBe(1);
});

test("the next person of a browser finds nothing of who only closed the tab", async () => {
  browserStorage.set(DEVICE.known, ADA.id);
  leaveTraces();
  await changeKept("data", () => "what Ada read");
  const { restarts } = follow("/sign-up");
  session.begin(sessionOf(OTHER));
  expect(left()).toEqual(["dark", null, null]);
  expect(restarts()).toBe(1);
  await vi.waitFor(async () => expect(await kept("data")).toBeUndefined());
});
