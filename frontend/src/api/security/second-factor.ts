import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useConfirmed } from "@/lib/confirmed";
import { api, body, changing } from "../client";
import { meOptions } from "../me/get-me";
import type { ProofIn } from "../schema.gen";

function useRefreshMe(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: meOptions().queryKey });
}

/** A secret for an authenticator app; it counts once a code of it was shown. */
export function useBeginSecondFactor() {
  return useConfirmed((_: undefined) =>
    body(api.POST("/api/me/second-factor", { params: { header: changing() } })),
  );
}

/** Turns the second factor on with the app's first code; answers the recovery codes. */
export function useTurnOnSecondFactor() {
  return useMutation({
    mutationFn: (code: string) =>
      body(api.POST("/api/me/second-factor/confirm", { body: { code } })),
    onSuccess: useRefreshMe(),
  });
}

/** Other recovery codes; the old ones are void. */
export function useRenewRecoveryCodes() {
  return useConfirmed(
    (_: undefined) =>
      body(api.POST("/api/me/second-factor/recovery-codes", { params: { header: changing() } })),
    { onSuccess: useRefreshMe() },
  );
}

/** Turns the second factor off, with a code or a recovery code. */
export function useTurnOffSecondFactor() {
  return useConfirmed(
    (proof: ProofIn) => body(api.DELETE("/api/me/second-factor", { body: proof })),
    { onSuccess: useRefreshMe() },
  );
}
