import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/settings";

/** Texts of all pages of the settings; each page has some of its own. */
export const m = await messagesOf<typeof en>("settings");
