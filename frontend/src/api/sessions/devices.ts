import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useConfirmed } from "@/lib/confirmed";
import { api, body, changing } from "../client";
import { rereading } from "../rereading";

/** Devices that are signed in. */
export function devicesOptions() {
  return queryOptions({
    queryKey: ["devices"],
    queryFn: ({ signal }) =>
      body(api.GET("/api/me/sessions", { signal })).then((answer) => answer.items),
  });
}

/** Signs one device out. */
export function useSignOutDevice() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (session_id: string) =>
      body(api.DELETE("/api/me/sessions/{session_id}", { params: { path: { session_id } } })),
    onSettled: rereading(() => client.invalidateQueries({ queryKey: devicesOptions().queryKey })),
  });
}

/** Signs every device out but this one. */
export function useSignOutOthers() {
  const client = useQueryClient();
  return useConfirmed(
    (_: undefined) =>
      body(api.POST("/api/me/sessions/sign-out-others", { params: { header: changing() } })),
    {
      onSettled: rereading(() => client.invalidateQueries({ queryKey: devicesOptions().queryKey })),
    },
  );
}
