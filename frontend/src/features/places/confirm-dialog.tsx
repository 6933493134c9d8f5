import { type ReactNode, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { m as core } from "@/messages/core";

/** Asks before what cannot be undone; the safe answer has the focus. */
export function ConfirmDialog({
  title,
  text,
  confirm,
  children,
  busy = false,
  onConfirm,
  onClose,
}: {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly children?: ReactNode;
  readonly busy?: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={text}
      className="sm:max-w-md"
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        cancel.current?.focus();
      }}
    >
      {children}
      <div className="flex justify-end gap-2">
        <Button ref={cancel} onClick={onClose}>
          {core.cancel}
        </Button>
        <Button look="danger" busy={busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
