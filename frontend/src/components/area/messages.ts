import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/area";
import type security from "@/messages/en/security";

/** Texts of the areas for operators and administrators. */
export const m = await messagesOf<typeof en>("area");

const { audit } = await messagesOf<typeof security>("security");

/** What acts are called; what people do to their own accounts is called as they read it. */
export const ACTIONS: Readonly<Record<string, string>> = { ...audit.actions, ...m.actions };
