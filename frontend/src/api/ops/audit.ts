import { api, body } from "../client";
import { type Asked, pagesOptions } from "../cursors";
import { type Downloaded, download } from "../downloads";

const PAGE = 50;

/** Who did what to the system, the newest first; `action` is how the action begins. */
export function opsAuditOptions(action: string | undefined) {
  const filter = action === undefined ? {} : { action };
  return pagesOptions(["ops", "audit", action], PAGE, (asked: Asked<number>, signal) =>
    body(api.GET("/api/ops/audit", { params: { query: { ...filter, ...asked } }, signal })),
  );
}

/** All of it as a table; 100,000 acts at most. */
export const downloadAudit = (action: string | undefined): Promise<Downloaded> =>
  download("/api/ops/audit.csv", { action });
