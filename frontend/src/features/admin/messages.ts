import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/ops";

export const { admin: m } = await messagesOf<typeof en>("ops");
