import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/status";

export const m = await messagesOf<typeof en>("status");
