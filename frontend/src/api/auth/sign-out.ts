import { isForLater } from "@/lib/problem";
import { session } from "@/lib/session";
import { body, publicApi } from "../client";

/**
 * Signs this browser out, in every tab.
 *
 * Without a server, or with one that cannot now, the tabs are signed out all the same, and the
 * cookie as soon as there is one.
 */
export async function signOut(): Promise<void> {
  const { forgetQueue } = await import("@/lib/queue");
  void forgetQueue(); // who asked for this was warned
  try {
    await body(publicApi.POST("/api/auth/sign-out", { body: {} }));
    session.end("user");
  } catch (error) {
    session.endWithoutServer();
    if (!isForLater(error)) throw error;
  }
}
