import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "@/lib/cn";
import { m } from "@/messages/core";
import { Button } from "./button";
import { focusFirst, giveBack, openerNow } from "./dialog-focus";

interface DialogProps {
  readonly onClose: () => void;
  readonly title: string;
  /** Said by screen readers after the title; shown if `describe`. */
  readonly description?: string;
  readonly children: ReactNode;
  readonly className?: string;
  /** The title is for screen readers alone. */
  readonly bare?: boolean;
  /** Takes the focus as it opens, instead of the first control. */
  readonly onOpenAutoFocus?: (event: Event) => void;
  /** Which part of it is shown: where the next one begins, the focus goes as at the opening. */
  readonly step?: string;
  /** Escape closes something in it first, if that prevents the default. */
  readonly onEscapeKeyDown?: (event: KeyboardEvent) => void;
}

/**
 * A dialog over the page: focus stays in it, Escape closes it; on phones a sheet from below. The
 * focus begins where a user begins, and goes back to what opened it.
 */
export function Dialog({ onClose, ...content }: DialogProps) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-black/35 dark:bg-black/60" />
        <Content {...content} />
      </Radix.Portal>
    </Radix.Root>
  );
}

function Content({
  title,
  description,
  children,
  className,
  bare = false,
  onOpenAutoFocus = begin,
  onEscapeKeyDown,
  step,
}: Omit<DialogProps, "onClose">) {
  const [opener] = useState(openerNow); // before anything in it takes the focus
  const dialog = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    if (dialog.current) focusFirst(dialog.current);
  }, [step]);
  return (
    <Radix.Content
      ref={dialog}
      onOpenAutoFocus={onOpenAutoFocus}
      {...(onEscapeKeyDown ? { onEscapeKeyDown } : {})}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        giveBack(opener);
      }}
      {...(description ? {} : { "aria-describedby": undefined })}
      className={cn(
        "fixed z-50 flex outline-none max-h-[85dvh] w-full animate-rise flex-col gap-4 overflow-y-auto bg-raised shadow-float",
        "inset-x-0 bottom-0 rounded-t-2xl p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))]",
        "sm:inset-x-auto sm:top-[12dvh] sm:bottom-auto sm:left-1/2 sm:max-w-lg sm:-translate-x-1/2 sm:rounded-2xl",
        className,
      )}
    >
      <div
        data-dialog-head
        className={cn("flex items-start justify-between gap-4", bare && "sr-only")}
      >
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
  );
}

function begin(event: Event): void {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLElement) focusFirst(event.currentTarget);
}
