import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/offline";

export const m = await messagesOf<typeof en>("offline");
