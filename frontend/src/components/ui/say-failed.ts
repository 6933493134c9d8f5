import { toast } from "@/lib/toasts";
import { wordsOf } from "./error-note";

/** Says what the server refused; what was shown at once is put back by then. */
export function sayFailed(error: unknown): void {
  toast({ text: wordsOf(error), tone: "error" });
}
