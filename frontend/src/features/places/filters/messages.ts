import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/filters";

export const m = await messagesOf<typeof en>("filters");
