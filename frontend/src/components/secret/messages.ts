import { messagesOf } from "@/lib/messages";
import type en from "@/messages/en/confirm";

/** They stand beside those of another part: a catalogue costs the first page of everybody. */
export const { secret: m } = await messagesOf<typeof en>("confirm");
