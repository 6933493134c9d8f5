import { session } from "@/lib/session";
import { body, publicApi } from "../client";

/**
 * Signs this browser out, in every tab.
 *
 * Throws Unreachable or Problem, and then nobody is signed out: the cookie that keeps the browser
 * signed in is not in the reach of scripts, and hiding the pages alone would be a lie.
 */
export async function signOut(): Promise<void> {
  await body(publicApi.POST("/api/auth/sign-out", { body: {} }));
  session.end("user");
}
