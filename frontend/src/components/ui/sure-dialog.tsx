import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { m } from "@/messages/core";
import { Trouble } from "./trouble";

/** Asks before something that cannot be taken back, and says what follows from it. */
export function SureDialog({
  title,
  text,
  action,
  busy = false,
  error,
  onYes,
  onClose,
  children,
}: {
  readonly title: string;
  readonly text: string;
  /** What the button does: “Delete”, “Sign out”. */
  readonly action: string;
  readonly busy?: boolean;
  readonly error?: unknown;
  readonly onYes: () => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}) {
  return (
    <Dialog onClose={onClose} title={title} description={text} className="sm:max-w-md">
      {children}
      <Trouble error={error} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{m.cancel}</Button>
        <Button look="danger" busy={busy} onClick={onYes}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
