import { messagesOf } from "@/lib/messages";
import type en from "./en/leave";

/** Texts of the question before what was typed is lost. */
export const m = await messagesOf<typeof en>("leave");
