import { useMutation } from "@tanstack/react-query";
import { session } from "@/lib/session";
import { body, publicApi } from "../client";
import type { MailSentOut, SessionOut } from "../schema.gen";

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly zone: string;
}

/** Makes an account, and signs in to it unless the address has to be confirmed first. */
export function useSignUp() {
  return useMutation({
    mutationFn: (account: NewAccount): Promise<SessionOut | MailSentOut> =>
      body(
        publicApi.POST("/api/auth/sign-up", {
          body: { ...account, name: account.name.trim() || null, session: "cookie" },
        }),
      ),
    onSuccess: (answer) => {
      if ("access_token" in answer) session.begin(answer);
    },
  });
}
