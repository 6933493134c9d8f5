import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/chat";

export const m = await messagesOf<typeof en>("chat");
