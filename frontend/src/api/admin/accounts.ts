import { queryOptions, useQueryClient } from "@tanstack/react-query";
import { useConfirmed } from "@/lib/confirmed";
import { api, body, changing } from "../client";
import { pagesOptions } from "../cursors";
import { rereading } from "../rereading";
import type { GovernedAccountOut } from "../schema.gen";

const PAGE = 50;

export const ROLES = ["user", "operator", "admin"] as const;
export type Role = (typeof ROLES)[number];
export const ACCOUNT_STATES = ["active", "disabled", "unverified"] as const;

/** Which accounts. */
export interface AccountFilter {
  readonly query?: string;
  readonly role?: Role;
  readonly state?: (typeof ACCOUNT_STATES)[number];
}

const listKey = ["admin", "accounts"] as const;

/** Accounts, the newest first; never what is in them. */
export function accountsOptions(filter: AccountFilter) {
  return pagesOptions([...listKey, filter], PAGE, (asked, signal) =>
    body(api.GET("/api/admin/users", { params: { query: { ...filter, ...asked } }, signal })),
  );
}

/** One account. */
export function accountOptions(user_id: string) {
  return queryOptions({
    queryKey: ["admin", "account", user_id],
    queryFn: ({ signal }) =>
      body(api.GET("/api/admin/users/{user_id}", { params: { path: { user_id } }, signal })),
    staleTime: 0,
  });
}

/** What can be done to an account. */
export type Act =
  | { readonly do: "role"; readonly role: Role }
  | { readonly do: "disable"; readonly reason: string }
  | { readonly do: "enable"; readonly reason: string }
  | { readonly do: "reset-second-factor"; readonly reason: string }
  | { readonly do: "erase"; readonly reason: string }
  | { readonly do: "sign-out" }
  | { readonly do: "reset-password" };

/** Does it, after a proof of who asks; the answer is the account, where it is one still. */
function perform(user_id: string, act: Act): Promise<GovernedAccountOut | undefined> {
  const params = { path: { user_id }, header: changing() };
  switch (act.do) {
    case "role":
      return body(
        api.POST("/api/admin/users/{user_id}/role", { params, body: { role: act.role } }),
      );
    case "disable":
      return body(
        api.POST("/api/admin/users/{user_id}/disable", { params, body: { reason: act.reason } }),
      );
    case "enable":
      return body(
        api.POST("/api/admin/users/{user_id}/enable", { params, body: { reason: act.reason } }),
      );
    case "reset-second-factor":
      return body(
        api.POST("/api/admin/users/{user_id}/reset-second-factor", {
          params,
          body: { reason: act.reason },
        }),
      );
    case "erase":
      return body(
        api.POST("/api/admin/users/{user_id}/erase", { params, body: { reason: act.reason } }),
      ).then(() => undefined);
    case "sign-out":
      return body(api.POST("/api/admin/users/{user_id}/sign-out", { params }));
    case "reset-password":
      return body(api.POST("/api/admin/users/{user_id}/reset-password", { params })).then(
        () => undefined,
      );
  }
}

/** Does something to an account. */
export function useAct(user_id: string) {
  const client = useQueryClient();
  return useConfirmed((act: Act) => perform(user_id, act), {
    onSettled: rereading(async (act: Act) => {
      await client.invalidateQueries({ queryKey: listKey });
      if (act.do !== "erase") {
        await client.invalidateQueries({ queryKey: accountOptions(user_id).queryKey });
      }
    }),
  });
}
