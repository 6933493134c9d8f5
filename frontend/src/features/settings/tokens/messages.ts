import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/tokens";

export const m = await messagesOf<typeof en>("tokens");
