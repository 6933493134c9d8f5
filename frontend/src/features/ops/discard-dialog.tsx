import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { MOST_AT_ONCE, previewOptions, useDiscard } from "@/api/ops/orders";
import type { SelectionIn } from "@/api/schema.gen";
import { ReasonField } from "@/components/area/reason-field";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { DialogButtons } from "@/components/ui/form-buttons";
import { toast } from "@/lib/toasts";
import { m } from "./messages";
import { Refusal } from "./refusal";

/** Asks why letters are closed for good, and whether that is meant. */
export function DiscardDialog({
  selection,
  onClose,
}: {
  readonly selection: SelectionIn;
  readonly onClose: () => void;
}) {
  const [meant] = useState(selection);
  const [reason, setReason] = useState("");
  const [isSure, setIsSure] = useState(false);
  // Forced, none is refused: what would be redriven is all that is open.
  const preview = useQuery(previewOptions(meant, true));
  const discard = useDiscard();
  const refused = Object.values(preview.data?.refused ?? {}).reduce((sum, each) => sum + each, 0);
  const open = (preview.data?.redrivable ?? 0) + refused;
  const count = Math.min(open, MOST_AT_ONCE);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    discard.mutate(
      { selection: meant, reason: reason.trim(), expected_count: count },
      {
        onSuccess: ({ discarded }) => {
          toast({ text: m.orders.discarded(discarded) });
          onClose();
        },
      },
    );
  };
  const recount = (): void => {
    discard.reset();
    setIsSure(false);
    void preview.refetch();
  };
  return (
    <Dialog onClose={onClose} title={m.orders.discardTitle} description={m.orders.discardText}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {preview.error ? (
          <ErrorNote error={preview.error} onRetry={() => void preview.refetch()} />
        ) : null}
        <Refusal error={discard.error} onRecount={recount} />
        <ReasonField value={reason} onChange={setReason} error={discard.error} />
        <Checkbox label={m.orders.discardSure(count)} checked={isSure} onChange={setIsSure} />
        <DialogButtons
          look="danger"
          busy={discard.isPending || preview.isFetching}
          disabled={!isSure || count === 0 || reason.trim() === ""}
          onClose={onClose}
        >
          {m.orders.discardNow(count)}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
