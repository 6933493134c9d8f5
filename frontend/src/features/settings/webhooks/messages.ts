import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/webhooks";

export const m = await messagesOf<typeof en>("webhooks");
