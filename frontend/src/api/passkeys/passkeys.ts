import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useConfirmed } from "@/lib/confirmed";
import { makePasskey } from "@/lib/webauthn";
import { api, body, changing } from "../client";
import { meOptions } from "../me/get-me";

/** Passkeys that open the account. */
export function passkeysOptions() {
  return queryOptions({
    queryKey: ["passkeys"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/me/passkeys", { signal })).then((answer) => answer.items),
  });
}

/** What there is to know about ways to sign in is read anew. */
function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: passkeysOptions().queryKey }),
      client.invalidateQueries({ queryKey: meOptions().queryKey }),
    ]);
}

/** Makes a passkey in the browser, and keeps it under a name. */
export function useAddPasskey() {
  return useConfirmed(
    async (name: string) => {
      const { challenge_id, options } = await body(
        api.POST("/api/me/passkeys/options", { params: { header: changing() } }),
      );
      const response = await makePasskey(options);
      return body(
        api.POST("/api/me/passkeys", {
          params: { header: changing() },
          body: { challenge_id, name, response },
        }),
      );
    },
    { onSuccess: useRefresh() },
  );
}

/** Gives a passkey another name. */
export function useRenamePasskey() {
  return useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      body(
        api.PATCH("/api/me/passkeys/{passkey_id}", {
          params: { path: { passkey_id: id } },
          body: { name },
        }),
      ),
    onSuccess: useRefresh(),
  });
}

/** Deletes a passkey, unless it is the last way in. */
export function useDeletePasskey() {
  return useConfirmed(
    (passkey_id: string) =>
      body(api.DELETE("/api/me/passkeys/{passkey_id}", { params: { path: { passkey_id } } })),
    { onSuccess: useRefresh() },
  );
}
