import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/ops";

export const m = await messagesOf<typeof en>("ops");
