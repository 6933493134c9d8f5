import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/data";

export const m = await messagesOf<typeof en>("data");
