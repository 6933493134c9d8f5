import { session } from "@/lib/session";
import { body, publicApi } from "../client";

/** Signs this browser out, in every tab. Without a server the tabs are signed out all the same. */
export async function signOut(): Promise<void> {
  try {
    await body(publicApi.POST("/api/auth/sign-out", { body: {} }));
  } finally {
    session.end("user");
  }
}
