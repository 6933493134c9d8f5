import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "@/lib/cn";

const ITEM =
  "flex cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-[0.9375rem] outline-none " +
  "data-highlighted:bg-hover data-disabled:opacity-50 pointer-coarse:py-3";

/** A button that opens a menu. */
export function Menu({
  trigger,
  children,
  align = "end",
  defaultOpen = false,
  onCloseAutoFocus,
}: {
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: "start" | "end";
  /** It is open at once: what loaded it was the press of its button. */
  readonly defaultOpen?: boolean;
  /** Before the button has the focus again; `preventDefault` leaves it where it is. */
  readonly onCloseAutoFocus?: (event: Event) => void;
}) {
  return (
    <Radix.Root defaultOpen={defaultOpen} modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          {...(onCloseAutoFocus ? { onCloseAutoFocus } : {})}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-rise overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ItemProps {
  readonly children: ReactNode;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Which keys do the same. */
  readonly keys?: string;
}

export function MenuItem({ children, onSelect, icon, danger, disabled = false, keys }: ItemProps) {
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      className={cn(ITEM, danger && "text-danger")}
    >
      {icon}
      <span className="grow">{children}</span>
      {keys ? <kbd className="text-xs text-muted">{keys}</kbd> : null}
    </Radix.Item>
  );
}

export function MenuLine() {
  return <Radix.Separator className="my-1.5 h-px bg-line" />;
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2.5 py-1 text-xs text-muted">{children}</Radix.Label>;
}
