import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { m } from "@/messages/core";
import { Button } from "./button";

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** Said by screen readers after the title; shown if `describe`. */
  readonly description?: string;
  readonly children: ReactNode;
  readonly className?: string;
  /** The title is for screen readers alone. */
  readonly bare?: boolean;
  /** Where the focus goes as it opens; the first control if this is not said. */
  readonly onOpenAutoFocus?: (event: Event) => void;
}

/** A dialog over the page: focus stays in it, Escape closes it; on phones a sheet from below. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  className,
  bare = false,
  onOpenAutoFocus,
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-black/35 dark:bg-black/60" />
        <Radix.Content
          {...(onOpenAutoFocus ? { onOpenAutoFocus } : {})}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed z-50 flex max-h-[85dvh] w-full animate-rise flex-col gap-4 overflow-y-auto bg-raised shadow-float",
            "inset-x-0 bottom-0 rounded-t-2xl p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))]",
            "sm:inset-x-auto sm:top-[12dvh] sm:bottom-auto sm:left-1/2 sm:max-w-lg sm:-translate-x-1/2 sm:rounded-2xl",
            className,
          )}
        >
          <div className={cn("flex items-start justify-between gap-4", bare && "sr-only")}>
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <Button look="quiet" size="icon" aria-label={m.close}>
                <X aria-hidden size={18} />
              </Button>
            </Radix.Close>
          </div>
          {description ? (
            <Radix.Description className={cn("text-muted", bare && "sr-only")}>
              {description}
            </Radix.Description>
          ) : null}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
