import { useMutation } from "@tanstack/react-query";
import { session } from "@/lib/session";
import { body, publicApi } from "../client";

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** Signs in on this browser; with a second factor, the problem names its challenge. */
export function useSignIn() {
  return useMutation({
    mutationFn: ({ email, password }: Credentials) =>
      body(publicApi.POST("/api/auth/sign-in", { body: { email, password, session: "cookie" } })),
    onSuccess: (answer) => session.begin(answer),
  });
}
