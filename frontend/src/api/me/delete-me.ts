import { useConfirmed } from "@/lib/confirmed";
import { session } from "@/lib/session";
import { api, body } from "../client";

/** Deletes the account with all that belongs to it; nobody is signed in any more. */
export function useDeleteMe() {
  return useConfirmed((_: undefined) => body(api.DELETE("/api/me", { body: {} })), {
    onSuccess: () => session.end("user"),
  });
}
