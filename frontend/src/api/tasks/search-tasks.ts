import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { TaskOut, TaskPageOut } from "../schema.gen";
import { taskKeys } from "./keys";

const MOST = 8;

/** The open tasks that fit these words best. */
export function searchOptions(words: string) {
  return queryOptions({
    queryKey: [...taskKeys.all, "search", words],
    queryFn: async ({ signal }): Promise<readonly TaskOut[]> => {
      const query = { q: words, completed: false, limit: MOST };
      // The answer has parts of tasks only if `fields` asks for them.
      const page = (await body(
        api.GET("/api/tasks", { params: { query }, signal }),
      )) as TaskPageOut;
      return page.items;
    },
    staleTime: 10_000,
    retry: false,
  });
}
