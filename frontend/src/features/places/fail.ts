import { wordsOf } from "@/components/ui/error-note";
import { toast } from "@/lib/toasts";

/** Says what the server refused; what was shown at once is put back by then. */
export function sayFailed(error: unknown): void {
  toast({ text: wordsOf(error), tone: "error" });
}
