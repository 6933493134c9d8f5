import type { QueryClient } from "@tanstack/react-query";
import { meOptions } from "@/api/me/get-me";
import { shownAsOf } from "@/lib/connection";
import { liveState } from "@/lib/live";

/** Whether pages show what is known already, because the server is known to be away. */
export function isShownOffline(client: QueryClient): boolean {
  const isAway = liveState.get() === "lost" || shownAsOf.get() !== null;
  return isAway && client.getQueryData(meOptions().queryKey) !== undefined;
}

/** What was read before is shown although the server cannot say who this is; false if nothing is. */
export async function showKept(client: QueryClient): Promise<boolean> {
  if (client.getQueryData(meOptions().queryKey) !== undefined) return true;
  try {
    const { restoreData } = await import("./offline-data");
    return await restoreData(client);
  } catch {
    return false; // this part of the app was not kept either
  }
}
