import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/ops";

export const { work: m } = await messagesOf<typeof en>("ops");
