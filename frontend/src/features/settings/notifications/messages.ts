import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/notifications";

export const m = await messagesOf<typeof en>("notifications");
