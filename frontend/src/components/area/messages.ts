import { messagesOf } from "@/lib/messages";
import type ops from "@/messages/en/ops";
import type security from "@/messages/en/security";

const { area } = await messagesOf<typeof ops>("ops");
const { audit } = await messagesOf<typeof security>("security");

/** Texts of the areas for operators and administrators. */
export const m = area;

/** What acts are called; what people do to their own accounts is called as they read it. */
export const ACTIONS: Readonly<Record<string, string>> = { ...audit.actions, ...area.actions };
