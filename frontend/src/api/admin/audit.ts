import { api, body } from "../client";
import { type Asked, pagesOptions } from "../cursors";

const PAGE = 50;

/** Which acts; those of everybody, on their own accounts too. */
export interface ActFilter {
  readonly user?: string;
  readonly actor?: string;
  readonly action?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Who did what, the newest first. */
export function everybodysAuditOptions(filter: ActFilter) {
  return pagesOptions(["admin", "audit", filter], PAGE, (asked: Asked<number>, signal) =>
    body(api.GET("/api/admin/audit", { params: { query: { ...filter, ...asked } }, signal })),
  );
}
