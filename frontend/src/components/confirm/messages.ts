import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/confirm";

export const m = await messagesOf<typeof en>("confirm");
