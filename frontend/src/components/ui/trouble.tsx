import { ErrorNote } from "@/components/ui/error-note";
import { ProofRefused } from "@/lib/confirmed";
import { Problem } from "@/lib/problem";
import { PasskeyCancelled } from "@/lib/webauthn";

/** What went wrong, unless it was called off, or stands at the fields of the form already. */
export function Trouble({
  error,
  fields = [],
}: {
  readonly error: unknown;
  /** Pointers of the fields that say themselves what is wrong with them. */
  readonly fields?: readonly string[];
}) {
  if (error instanceof ProofRefused || error instanceof PasskeyCancelled) return null;
  const isToldElsewhere =
    error instanceof Problem &&
    error.errors.length > 0 &&
    error.errors.every((each) => fields.includes(each.pointer));
  return isToldElsewhere ? null : <ErrorNote error={error} />;
}

/** What is wrong with one field, in words; nothing if the error is about something else. */
export function fieldError(error: unknown, pointer: string): string | undefined {
  return error instanceof Problem ? error.field(pointer) : undefined;
}
