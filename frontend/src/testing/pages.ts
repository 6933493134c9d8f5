import { QueryClient } from "@tanstack/react-query";
import type { TaskOut } from "@/api/schema.gen";
import { type Pages, putBack } from "@/api/tasks/cache";
import { taskKeys } from "@/api/tasks/keys";

/** The titles of a list that shows `now`, after `ids` were put back as they were in `before`. */
export function placedBack(
  before: readonly TaskOut[],
  ids: readonly string[],
  now: readonly TaskOut[],
): string[] {
  const client = new QueryClient();
  const key = taskKeys.list({});
  const pages = (items: readonly TaskOut[]): Pages => ({
    pages: [{ items: [...items], next_cursor: null }],
    pageParams: [null],
  });
  client.setQueryData(key, pages(now));
  putBack(client, { ids: new Set(ids), data: [[key, pages(before)]] });
  return (client.getQueryData<Pages>(key)?.pages[0]?.items ?? []).map((task) => task.title);
}
