import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/admin";

export const m = await messagesOf<typeof en>("admin");
