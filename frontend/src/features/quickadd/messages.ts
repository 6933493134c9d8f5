import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/quickadd";

export const m = await messagesOf<typeof en>("quickadd");
