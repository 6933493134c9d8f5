import { type ReactNode, useId } from "react";
import { cn } from "@/lib/cn";

/** One of several that exclude each other, with a line that says what it means. */
export function Choice({
  name,
  label,
  hint,
  checked,
  onChoose,
  children,
}: {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly onChoose: () => void;
  /** Inputs that belong to it, beside its label. */
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-2 gap-y-1">
      <label
        className={cn(
          "flex cursor-pointer gap-2.5 pointer-coarse:min-h-11 pointer-coarse:items-center",
          hint ? "items-start py-1" : "items-center",
        )}
      >
        <input
          type="radio"
          name={name}
          checked={checked}
          onChange={onChoose}
          className={cn("size-4 shrink-0 accent-accent", hint && "mt-[3px]")}
        />
        <span>
          {label}
          {hint ? <span className="block text-sm text-muted">{hint}</span> : null}
        </span>
      </label>
      {children}
    </div>
  );
}

/** What belongs together, under a heading. */
export function Choices({
  legend,
  children,
  className,
}: {
  readonly legend: string;
  readonly children: ReactNode;
  readonly className?: string;
}) {
  const id = useId();
  return (
    <div
      role="group"
      aria-labelledby={id}
      className={cn("flex min-w-0 flex-col gap-0.5", className)}
    >
      <p id={id} className="mb-1 text-sm font-semibold">
        {legend}
      </p>
      {children}
    </div>
  );
}

/** A small button that is on or off. */
export function Toggle({
  isOn,
  onToggle,
  label,
  children,
  round = false,
}: {
  readonly isOn: boolean;
  readonly onToggle: () => void;
  readonly label?: string;
  readonly children: ReactNode;
  readonly round?: boolean;
}) {
  return (
    <button
      type="button"
      aria-pressed={isOn}
      aria-label={label}
      onClick={onToggle}
      className={cn(
        "h-8 text-sm transition pointer-coarse:h-11",
        round ? "w-8 rounded-full pointer-coarse:w-11" : "rounded-full px-3",
        isOn
          ? "bg-accent font-medium text-on-accent"
          : "border border-line bg-surface hover:bg-hover",
      )}
    >
      {children}
    </button>
  );
}

/** What inputs look like that stand in a line of words. */
export const INLINE =
  "h-9 rounded-lg border border-line-strong bg-surface px-2.5 text-text aria-invalid:border-danger pointer-coarse:h-11";
