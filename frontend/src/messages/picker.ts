import { messagesOf } from "@/lib/messages";
import type en from "./en/picker";

/** Texts of the small windows in which something of a task is picked, and of menus and selections. */
export const m = await messagesOf<typeof en>("picker");
