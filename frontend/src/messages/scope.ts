import { messagesOf } from "@/lib/messages";
import type en from "./en/scope";

/** Texts of the question which occurrences of a series a change means. */
export const m = await messagesOf<typeof en>("scope");
