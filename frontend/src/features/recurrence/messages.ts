import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/recurrence";

/** Texts of the section and the editor of repetitions. */
export const m = await messagesOf<typeof en>("recurrence");
