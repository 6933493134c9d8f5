import { useState } from "react";
import { cn } from "@/lib/cn";
import { INLINE } from "./choice";

/** A whole number; while something else is typed the last good one counts. */
export function NumberInput({
  label,
  value,
  onChange,
  least = 1,
  most = 999,
  autoFocus = false,
}: {
  readonly label: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly least?: number;
  readonly most?: number;
  /** It is the first thing to fill in of what was opened. */
  readonly autoFocus?: boolean;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const isGood = (text: string): boolean =>
    /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return (
    <input
      aria-label={label}
      aria-invalid={typed !== null && !isGood(typed) ? true : undefined}
      // biome-ignore lint/a11y/noAutofocus: of a dialog, which takes the focus anyway
      autoFocus={autoFocus}
      inputMode="numeric"
      value={typed ?? String(value)}
      onFocus={(event) => event.currentTarget.select()}
      onChange={({ currentTarget: { value: text } }) => {
        setTyped(text);
        if (isGood(text)) onChange(Number(text));
      }}
      onBlur={() => setTyped(null)}
      className={cn(INLINE, "w-16 text-center tabular-nums")}
    />
  );
}
