import { type ButtonHTMLAttributes, forwardRef } from "react";
import { cn } from "@/lib/cn";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: "primary" | "plain" | "quiet" | "danger";
  readonly size?: "normal" | "small" | "icon";
  /** What was asked for is under way: the button cannot be pressed again. */
  readonly busy?: boolean;
}

const LOOKS = {
  primary: "bg-accent text-on-accent hover:brightness-110",
  plain: "border border-line bg-surface hover:bg-hover",
  quiet: "text-muted hover:bg-hover hover:text-text",
  danger: "bg-danger text-white hover:brightness-110 dark:text-canvas",
} as const;

const SIZES = {
  normal: "h-9 px-3.5 text-[0.9375rem] pointer-coarse:h-11",
  small: "h-7 px-2.5 text-sm pointer-coarse:h-11",
  icon: "size-8 pointer-coarse:size-11",
} as const;

/** A button of the app. One that has a picture alone needs an `aria-label`. */
export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { look = "plain", size = "normal", busy = false, className, disabled, ...rest },
  ref,
) {
  return (
    <button
      ref={ref}
      type="button"
      aria-busy={busy || undefined}
      disabled={disabled || busy}
      className={cn(
        "inline-flex shrink-0 items-center justify-center gap-2 rounded-lg font-medium transition",
        "disabled:cursor-default disabled:opacity-55",
        LOOKS[look],
        SIZES[size],
        className,
      )}
      {...rest}
    />
  );
});
