import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

/** What every input looks like. */
export const INPUT =
  "w-full rounded-lg border border-line-strong bg-surface px-3 py-2 text-text placeholder:text-muted " +
  "aria-invalid:border-danger";

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with it, in words. */
  readonly error?: string | undefined;
}

/** A labelled input that says what is wrong with what was typed. */
export function Field({ label, hint, error, className, id, ...rest }: FieldProps) {
  const own = useId();
  const inputId = id ?? own;
  const told = error ?? hint;
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={inputId} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={inputId}
        aria-invalid={error ? true : undefined}
        aria-describedby={told ? `${inputId}-told` : undefined}
        className={cn(INPUT, className)}
        {...rest}
      />
      {told ? (
        <p id={`${inputId}-told`} className={cn("text-sm", error ? "text-danger" : "text-muted")}>
          {told}
        </p>
      ) : null}
    </div>
  );
}
