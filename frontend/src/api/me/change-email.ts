import { useConfirmed } from "@/lib/confirmed";
import { api, body } from "../client";

/** Sends a link to another address; once it is opened, the account has that one. */
export function useChangeEmail() {
  return useConfirmed((email: string) => body(api.POST("/api/me/email", { body: { email } })));
}
