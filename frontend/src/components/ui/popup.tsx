import { Popover } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Dialog } from "./dialog";

/** A small window at something on the page; on phones a sheet from below. Escape closes it. */
export function Popup({
  anchor,
  title,
  onClose,
  onClosed,
  children,
  align = "end",
}: {
  /** What it stands at. */
  readonly anchor: HTMLElement | null;
  readonly title: string;
  readonly onClose: () => void;
  /** After it is gone: the place to give the focus back. */
  readonly onClosed?: () => void;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
}) {
  const [isWide] = useState(() => matchMedia("(min-width: 640px)").matches);
  if (!isWide || anchor === null) {
    return (
      <Dialog
        onClose={() => {
          onClose();
          onClosed?.();
        }}
        title={title}
      >
        {children}
      </Dialog>
    );
  }
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={{ current: anchor }} />
      <Popover.Portal>
        <Popover.Content
          aria-label={title}
          align={align}
          sideOffset={4}
          collisionPadding={12}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClosed?.();
          }}
          onInteractOutside={(event) => {
            // The button that opened it closes it itself.
            const { target } = event;
            const isButton = anchor instanceof HTMLButtonElement;
            if (isButton && target instanceof Node && anchor.contains(target)) {
              event.preventDefault();
            }
          }}
          className="z-50 max-h-(--radix-popover-content-available-height) w-80 animate-rise overflow-y-auto rounded-xl border border-line bg-raised p-2 shadow-float outline-none"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
