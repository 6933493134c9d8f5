import { useMutation } from "@tanstack/react-query";
import { session } from "@/lib/session";
import { body, publicApi } from "../client";
import type { SecondFactorAnswer } from "../schema.gen";

export type Factor = Pick<SecondFactorAnswer, "challenge_id" | "code" | "recovery_code">;

/** Signs in with the code that goes with a password that was right. */
export function useSecondFactor() {
  return useMutation({
    mutationFn: (factor: Factor) =>
      body(publicApi.POST("/api/auth/second-factor", { body: { ...factor, session: "cookie" } })),
    onSuccess: (answer) => session.begin(answer),
  });
}
