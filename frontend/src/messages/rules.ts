import { messagesOf } from "@/lib/messages";
import type en from "./en/rules";

/** How rules are said. */
export const m = await messagesOf<typeof en>("rules");
