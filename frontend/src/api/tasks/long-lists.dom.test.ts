import { InfiniteQueryObserver, QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { SessionOut } from "@/api/schema.gen";
import { session } from "@/lib/session";
import { granted, json, takeNetwork } from "@/testing/server";
import { aTask } from "@/testing/task-lists";
import { type Pages, refreshLists } from "./cache";
import { type TaskListQuery, taskKeys } from "./keys";
import { taskListOptions } from "./list-tasks";
import { watchList } from "./long-lists";

const QUERY: TaskListQuery = { filter: "done = false" };
const KEY = taskKeys.list(QUERY);
const PAGES = 6;

let client: QueryClient;
let asked: (string | null)[];
const after: (() => void)[] = [];

/** The page that begins at "p<at>", with one task. */
const page = (at: number, title: string) => ({
  items: [aTask(`t${at}`, { title })],
  next_cursor: at + 1 < PAGES ? `p${at + 1}` : null,
});

const titles = (): (string | undefined)[] =>
  (client.getQueryData<Pages>(KEY)?.pages ?? []).map(({ items }) => items[0]?.title);

const show = (): void => {
  const observer = new InfiniteQueryObserver(client, taskListOptions(QUERY) as never);
  after.push(observer.subscribe(() => undefined));
};

const watch = (query: TaskListQuery, ...ids: string[]): (() => void) => {
  const forget = watchList(client, query, () => new Set(ids));
  after.push(forget);
  return forget;
};

beforeEach(() => {
  session.begin(granted("t") as unknown as SessionOut);
  asked = [];
  takeNetwork((request) => {
    const url = new URL(request.url);
    if (url.pathname !== "/api/tasks") return json({});
    const cursor = url.searchParams.get("cursor");
    asked.push(cursor);
    return json(page(Number(cursor?.slice(1) ?? 0), "new"));
  });
  client = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } });
  client.setQueryData<Pages>(KEY, {
    pages: Array.from({ length: PAGES }, (_, at) => page(at, "old")),
    pageParams: Array.from({ length: PAGES }, (_, at) => (at === 0 ? null : `p${at}`)),
  });
});

afterEach(() => {
  for (const end of after.splice(0)) end();
  vi.unstubAllGlobals();
});

test("a long list that nobody shows is read anew when it is shown again", async () => {
  await refreshLists(client);
  expect(asked).toEqual([]);
  show();
  await vi.waitFor(() => expect(titles()).toEqual(Array(PAGES - 1).fill("new")));
});

test("a long list that is drawn as a whole is read anew as a whole", async () => {
  show();
  await refreshLists(client);
  expect(titles()).toEqual(Array(PAGES).fill("new"));
});

test("of a long list in sections, what any of them has in view is read anew", async () => {
  show();
  watch({ ...QUERY, section: "s1" }, "t1");
  watch({ ...QUERY, section: "s2" }, "t4");
  await refreshLists(client);
  expect(titles()).toEqual(["old", "new", "old", "old", "new", "old"]);
});

test("what was out of view when the list was left is read anew when it is shown again", async () => {
  const leave = watch(QUERY, "t0");
  await refreshLists(client);
  expect(titles()).toEqual(["new", "old", "old", "old", "old", "old"]);
  leave();
  show();
  await vi.waitFor(() => expect(titles()).toEqual(Array(PAGES - 1).fill("new")));
});
