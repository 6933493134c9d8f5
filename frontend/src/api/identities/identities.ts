import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useConfirmed } from "@/lib/confirmed";
import { api, body } from "../client";
import { meOptions } from "../me/get-me";

/** Who somebody is elsewhere. */
export function identitiesOptions() {
  return queryOptions({
    queryKey: ["identities"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/me/identities", { signal })).then((answer) => answer.items),
  });
}

/** The address at a provider that links somebody there with this account. */
export function useLinkIdentity() {
  return useConfirmed((provider: string) =>
    body(api.POST("/api/me/identities/link", { body: { provider, next: "/settings/security" } })),
  );
}

/** Somebody there opens this account no longer. */
export function useUnlinkIdentity() {
  const client = useQueryClient();
  return useConfirmed(
    (identity_id: string) =>
      body(api.DELETE("/api/me/identities/{identity_id}", { params: { path: { identity_id } } })),
    {
      onSuccess: () =>
        Promise.all([
          client.invalidateQueries({ queryKey: identitiesOptions().queryKey }),
          client.invalidateQueries({ queryKey: meOptions().queryKey }),
        ]),
    },
  );
}
