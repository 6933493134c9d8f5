import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/history";

/** Texts about how regularly a series is done. */
export const m = await messagesOf<typeof en>("history");
