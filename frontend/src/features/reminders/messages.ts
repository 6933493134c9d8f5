import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/reminders";

/** Texts of reminders, and of what became of them. */
export const m = await messagesOf<typeof en>("reminders");
