import { api, body } from "../client";
import { pagesOptions } from "../cursors";
import { trashKeys } from "./keys";

const PAGE = 100;

/** Pages of deleted tasks, the newest deletion first. */
export function trashOptions() {
  return pagesOptions(trashKeys.all, PAGE, (query, signal) =>
    body(api.GET("/api/trash", { params: { query }, signal })),
  );
}
