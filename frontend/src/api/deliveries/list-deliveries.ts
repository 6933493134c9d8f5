import { api, body } from "../client";
import { pagesOptions } from "../cursors";
import type { MessageState } from "./states";

const PAGE = 25;

/** Every message of the account, the newest first, a page at a time. */
export function deliveriesOptions(state?: MessageState) {
  return pagesOptions(["deliveries", "all", state ?? null], PAGE, (asked, signal) =>
    body(api.GET("/api/deliveries", { params: { query: { ...asked, state } }, signal })),
  );
}
