import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/palette";

export const m = await messagesOf<typeof en>("palette");
