import { queryOptions } from "@tanstack/react-query";
import { api, body } from "../client";
import { everyPage } from "../every-page";
import type { LabelOut, LabelPageOut } from "../schema.gen";
import { labelKeys } from "./keys";

/** All labels by name, with how many open tasks have each. */
export function labelsOptions() {
  return queryOptions({
    queryKey: labelKeys.all,
    queryFn: ({ signal }): Promise<LabelOut[]> =>
      everyPage(
        (cursor) =>
          // The answer has parts of labels only if `fields` asks for them.
          body(
            api.GET("/api/labels", { params: { query: { limit: 200, cursor } }, signal }),
          ) as Promise<LabelPageOut>,
      ),
  });
}
