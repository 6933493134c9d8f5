import { api, body } from "../client";
import { type Asked, pagesOptions } from "../cursors";

const PAGE = 20;

/** What was done to the account, the newest first. */
export function auditOptions() {
  return pagesOptions(["audit"], PAGE, (query: Asked<number>, signal) =>
    body(api.GET("/api/me/audit", { params: { query }, signal })),
  );
}
