import type { SelectHTMLAttributes } from "react";
import { INPUT } from "@/components/ui/field";
import { cn } from "@/lib/cn";

export type Choice = readonly [value: string, title: string];

/** A choice of a few; the browser's own list, which works by keys, touch and screen reader. */
export function Select({
  label,
  choices,
  className,
  ...rest
}: SelectHTMLAttributes<HTMLSelectElement> & {
  readonly label: string;
  readonly choices: readonly Choice[];
}) {
  return (
    <select aria-label={label} className={cn(INPUT, "py-1.5 pr-1", className)} {...rest}>
      {choices.map(([value, title]) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  );
}
