import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/erase";

export const m = await messagesOf<typeof en>("erase");
