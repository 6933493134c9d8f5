import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/calendar";

export const m = await messagesOf<typeof en>("calendar");
