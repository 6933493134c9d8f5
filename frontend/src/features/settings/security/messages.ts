import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/security";

export const m = await messagesOf<typeof en>("security");
