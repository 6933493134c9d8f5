import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, body } from "../client";
import type { PasswordChange } from "../schema.gen";
import { devicesOptions } from "../sessions/devices";

/** Another password; other devices are signed out. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: PasswordChange) => body(api.POST("/api/me/password", { body: change })),
    onSuccess: () => client.invalidateQueries({ queryKey: devicesOptions().queryKey }),
  });
}
