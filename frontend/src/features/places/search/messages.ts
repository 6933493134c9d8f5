import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/search";

export const m = await messagesOf<typeof en>("search");
