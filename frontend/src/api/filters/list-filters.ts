import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import type { FilterListOut, FilterOut } from "../schema.gen";
import { filterKeys } from "./keys";

/** Every saved filter, each with what is wrong with it by now. */
export function filtersOptions() {
  return queryOptions({
    queryKey: filterKeys.all,
    queryFn: async ({ signal }): Promise<FilterOut[]> => {
      // The answer has parts of filters only if `fields` asks for them.
      const list = (await body(
        api.GET("/api/filters", { params: { query: {} }, signal }),
      )) as FilterListOut;
      return [...list.items];
    },
  });
}
