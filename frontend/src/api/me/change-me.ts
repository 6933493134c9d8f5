import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import type { MeOut, PreferencesChange } from "../schema.gen";
import { taskKeys } from "../tasks/keys";
import { meOptions } from "./get-me";

/** Changes preferences; they show at once, and are put back if the server refuses. */
export function useChangeMe() {
  const client = useQueryClient();
  const { queryKey } = meOptions();
  return useMutation({
    scope: { id: "me" }, // one after the other, so that the last choice is what stays
    mutationFn: (change: PreferencesChange) => body(api.PATCH("/api/me", { body: change })),
    onMutate: async (change) => {
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData<MeOut>(queryKey);
      client.setQueryData<MeOut>(queryKey, (me) => me && { ...me, ...given(change) });
      return before;
    },
    onError: (_error, change, before) => putBack(client, change, before),
    onSuccess: ({ moved, ...me }, change) => {
      client.setQueryData<MeOut>(queryKey, me);
      if (change.zone !== undefined && moved) {
        void client.invalidateQueries({ queryKey: taskKeys.all });
      }
    },
  });
}

/** The fields that a change has; a zone, which the server has to check, is not shown before. */
function given({ zone: _zone, ...change }: PreferencesChange): Partial<MeOut> {
  const fields = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(fields) as Partial<MeOut>; // the names are those of the account
}

function putBack(client: QueryClient, change: PreferencesChange, before: MeOut | undefined): void {
  if (before === undefined) return;
  const fields = Object.keys(change) as (keyof MeOut)[];
  const old = Object.fromEntries(fields.map((field) => [field, before[field]]));
  client.setQueryData<MeOut>(meOptions().queryKey, (me) => me && { ...me, ...old });
}
