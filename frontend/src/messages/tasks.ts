import { messagesOf } from "@/lib/messages";
import type en from "./en/tasks";

/** Texts about tasks and their lists. */
export const m = await messagesOf<typeof en>("tasks");
