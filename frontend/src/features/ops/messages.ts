import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/ops";

export const { work: m, glance: g } = await messagesOf<typeof en>("ops");
