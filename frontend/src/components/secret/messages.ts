import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/secret";

export const m = await messagesOf<typeof en>("secret");
