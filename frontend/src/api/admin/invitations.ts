import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body, changing } from "../client";
import { pagesOptions } from "../cursors";
import { rereading } from "../rereading";
import type { NewInvitation } from "../schema.gen";

const PAGE = 50;
const KEY = ["admin", "invitations"] as const;

/** Invitations, the newest first, and what became of them. */
export function invitationsOptions() {
  return pagesOptions(KEY, PAGE, (query, signal) =>
    body(api.GET("/api/admin/invitations", { params: { query }, signal })),
  );
}

function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: KEY });
}

/** Invites somebody: by mail, or by a link that the answer shows this once. */
export function useInvite() {
  return useMutation({
    mutationFn: (invitation: NewInvitation) =>
      body(
        api.POST("/api/admin/invitations", { params: { header: changing() }, body: invitation }),
      ),
    onSuccess: useRefresh(),
  });
}

/** Revokes an invitation that nobody has used. */
export function useRevokeInvitation() {
  return useMutation({
    mutationFn: (invitation_id: string) =>
      body(
        api.DELETE("/api/admin/invitations/{invitation_id}", {
          params: { path: { invitation_id } },
        }),
      ),
    onSettled: rereading(useRefresh()),
  });
}
