import type { ComponentProps } from "react";
import { SureDialog } from "./sure-dialog";

interface Deletion<V> {
  readonly mutate: (which: V, told: { readonly onSuccess: () => void }) => void;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly reset: () => void;
}

type Words = Pick<ComponentProps<typeof SureDialog>, "title" | "text" | "action">;

/** Asks before something is deleted or revoked, and closes once that is done. */
export function DeletionDialog<V>({
  deletion,
  of,
  onClose,
  ...words
}: Words & { readonly deletion: Deletion<V>; readonly of: V; readonly onClose: () => void }) {
  return (
    <SureDialog
      {...words}
      busy={deletion.isPending}
      error={deletion.error}
      onYes={() => deletion.mutate(of, { onSuccess: onClose })}
      onClose={() => {
        onClose();
        deletion.reset();
      }}
    />
  );
}
