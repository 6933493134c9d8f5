import { ChevronDown } from "lucide-react";
import type { ReactNode, SelectHTMLAttributes } from "react";
import { INPUT } from "@/components/ui/field";
import { cn } from "@/lib/cn";

/** A choice of few, by the browser's own list: it is known to fingers, keys and screen readers. */
export function Select({ className, children, ...rest }: SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <div className={cn("relative w-full sm:w-56", className)}>
      <select className={cn(INPUT, "appearance-none pr-9")} {...rest}>
        {children}
      </select>
      <ChevronDown
        aria-hidden
        size={16}
        className="pointer-events-none absolute inset-y-0 right-3 my-auto text-muted"
      />
    </div>
  );
}

/** A choice with its name above it, as fields have theirs. */
export function SelectField({
  id,
  label,
  hint,
  ...rest
}: SelectHTMLAttributes<HTMLSelectElement> & {
  readonly id: string;
  readonly label: string;
  readonly hint?: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <Select
        id={id}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="sm:w-full"
        {...rest}
      />
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
