import { api, body } from "../client";
import { pagesOptions } from "../cursors";

const PAGE = 50;

/** Pages of the changes of the last 30 days, the latest first, and which can be taken back. */
export function changesOptions() {
  return pagesOptions(["changes"], PAGE, (query, signal) =>
    body(api.GET("/api/undo", { params: { query }, signal })),
  );
}
