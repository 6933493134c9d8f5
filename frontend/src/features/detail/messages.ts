import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/detail";

export const m = await messagesOf<typeof en>("detail");
