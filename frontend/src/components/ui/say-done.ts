import { dismiss, toast } from "@/lib/toasts";
import { forgetUndo, rememberUndo } from "@/lib/undo";
import { m } from "@/messages/core";

/** Says what was done, with a way back, which Ctrl+Z takes as well; answers the id of the toast. */
export function sayDone(text: string, takeBack: () => void): string {
  const run = (): void => {
    forgetUndo(id);
    dismiss(id);
    takeBack();
  };
  const id = toast({ text, action: { label: m.undo, run } });
  rememberUndo(id, run);
  return id;
}
