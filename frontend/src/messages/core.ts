import { messagesOf } from "@/lib/messages";
import type en from "./en/core";

/** Texts of the frame around all pages, and of the parts that all of them are made of. */
export const m = await messagesOf<typeof en>("core");
