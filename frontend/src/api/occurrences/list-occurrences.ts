import { api, body } from "../client";
import { pagesOptions } from "../cursors";
import type { OccurrenceOut } from "../schema.gen";
import { taskKeys } from "../tasks/keys";

const PAGE = 50;

/** Slots of all series that became this, the latest first, a page at a time. */
export function allOccurrencesOptions(status: OccurrenceOut["status"]) {
  const key = [...taskKeys.all, "occurrences", "all", status] as const;
  return pagesOptions(key, PAGE, (asked, signal) =>
    body(api.GET("/api/occurrences", { params: { query: { ...asked, status } }, signal })),
  );
}
