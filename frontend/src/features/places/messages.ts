import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/places";

export const m = await messagesOf<typeof en>("places");
