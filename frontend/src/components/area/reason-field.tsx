import { Field } from "@/components/ui/field";
import { fieldError } from "@/components/ui/trouble";
import { m } from "./messages";

const MOST_CHARS = 500;

/** Why something is done, for those who find it in the log. */
export function ReasonField({
  value,
  onChange,
  error,
  hint = m.reasonHint,
}: {
  readonly value: string;
  readonly onChange: (reason: string) => void;
  readonly error?: unknown;
  readonly hint?: string;
}) {
  return (
    <Field
      label={m.reason}
      hint={hint}
      required
      maxLength={MOST_CHARS}
      autoComplete="off"
      value={value}
      error={fieldError(error, "/reason")}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
