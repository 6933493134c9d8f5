import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useConfirmed } from "@/lib/confirmed";
import { api, body, changing } from "../client";
import { rereading } from "../rereading";
import type { ApiTokenIn } from "../schema.gen";

/** API tokens of the account, without the tokens themselves. */
export function tokensOptions() {
  return queryOptions({
    queryKey: ["tokens"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/me/tokens", { signal })).then((answer) => answer.items),
  });
}

/** Makes a token; the answer shows it this once. */
export function useCreateToken() {
  const client = useQueryClient();
  return useConfirmed(
    (token: ApiTokenIn) =>
      body(api.POST("/api/me/tokens", { params: { header: changing() }, body: token })),
    {
      onSettled: rereading(() => client.invalidateQueries({ queryKey: tokensOptions().queryKey })),
    },
  );
}

/** Takes a token back. */
export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (token_id: string) =>
      body(api.DELETE("/api/me/tokens/{token_id}", { params: { path: { token_id } } })),
    onSettled: rereading(() => client.invalidateQueries({ queryKey: tokensOptions().queryKey })),
  });
}
