import { useMutation } from "@tanstack/react-query";
import { session } from "@/lib/session";
import { answerWithPasskey } from "@/lib/webauthn";
import { body, publicApi } from "../client";
import type { CredentialIn } from "../schema.gen";

/** What a passkey of this browser says to a fresh question of the server. */
export async function passkeyAnswer(): Promise<{
  challenge_id: string;
  response: CredentialIn;
}> {
  const { challenge_id, options } = await body(publicApi.POST("/api/auth/passkey/options"));
  return { challenge_id, response: await answerWithPasskey(options) };
}

/** Signs in with a passkey of this browser; no address, password or code is asked for. */
export function usePasskeySignIn() {
  return useMutation({
    mutationFn: async () =>
      body(
        publicApi.POST("/api/auth/passkey", {
          body: { ...(await passkeyAnswer()), session: "cookie" },
        }),
      ),
    onSuccess: (answer) => session.begin(answer),
  });
}
