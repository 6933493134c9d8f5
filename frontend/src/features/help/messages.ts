import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/help";

export const m = await messagesOf<typeof en>("help");
