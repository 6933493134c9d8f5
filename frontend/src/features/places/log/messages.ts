import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/log";

export const m = await messagesOf<typeof en>("log");
