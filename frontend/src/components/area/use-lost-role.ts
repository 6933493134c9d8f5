import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { meOptions } from "@/api/me/get-me";
import { isForbidden } from "./not-for-you";

/** Reads anew what the account may do as soon as the server refuses anything: ways there go, too. */
export function useLostRole(): void {
  const client = useQueryClient();
  useEffect(() => {
    const look = (event: { readonly type: string; readonly action?: object }): void => {
      const { action } = event;
      if (event.type !== "updated" || action === undefined || !("error" in action)) return;
      if (isForbidden(action.error)) {
        void client.invalidateQueries({ queryKey: meOptions().queryKey });
      }
    };
    const forget = [
      client.getQueryCache().subscribe(look),
      client.getMutationCache().subscribe(look),
    ];
    return () => {
      for (const each of forget) each();
    };
  }, [client]);
}
