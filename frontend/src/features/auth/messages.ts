import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/auth";

export const m = await messagesOf<typeof en>("auth");
