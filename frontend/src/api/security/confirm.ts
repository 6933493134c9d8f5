import { passkeyAnswer } from "../auth/sign-in-with-passkey";
import { api, body } from "../client";
import type { Confirmation } from "../schema.gen";

/** Shows with the password (and a code) who is there; that counts for ten minutes. */
export function confirmByPassword(proof: Confirmation) {
  return body(api.POST("/api/auth/confirm", { body: proof }));
}

/** The same with a passkey of this browser. */
export async function confirmByPasskey() {
  return body(api.POST("/api/auth/passkey/confirm", { body: await passkeyAnswer() }));
}
