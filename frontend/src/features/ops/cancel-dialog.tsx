import { type FormEvent, useState } from "react";
import { useCancelRedrive } from "@/api/ops/redrives";
import type { RedriveOut } from "@/api/schema.gen";
import { ReasonField } from "@/components/area/reason-field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/lib/toasts";
import { m as core } from "@/messages/core";
import { m } from "./messages";
import { Refusal } from "./refusal";

/** Asks why a redrive is called back. */
export function CancelDialog({
  redrive,
  onClose,
}: {
  readonly redrive: RedriveOut;
  readonly onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const cancel = useCancelRedrive();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    cancel.mutate(
      { id: redrive.id, reason: reason.trim() },
      {
        onSuccess: ({ returned }) => {
          toast({ text: m.redrives.cancelled(returned) });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog onClose={onClose} title={m.redrives.cancelTitle} description={m.redrives.cancelText}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Refusal error={cancel.error} />
        <ReasonField value={reason} onChange={setReason} error={cancel.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{core.close}</Button>
          <Button
            type="submit"
            look="danger"
            busy={cancel.isPending}
            disabled={reason.trim() === ""}
          >
            {m.redrives.cancelNow}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
