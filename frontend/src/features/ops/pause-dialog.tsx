import { type FormEvent, useState } from "react";
import { usePauseWorker } from "@/api/ops/workers";
import { ReasonField } from "@/components/area/reason-field";
import { Dialog } from "@/components/ui/dialog";
import { DialogButtons } from "@/components/ui/form-buttons";
import { Trouble } from "@/components/ui/trouble";
import { Problem } from "@/lib/problem";
import { toast } from "@/lib/toasts";
import { m } from "./messages";

interface Effect {
  readonly meanwhile: string;
  readonly afterwards: string;
}

const EFFECTS: Readonly<Record<string, Effect>> = m.workers.effects;

/** Says what a pause does to whom, and asks why. */
export function PauseDialog({
  name,
  onClose,
}: {
  readonly name: string;
  readonly onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const pause = usePauseWorker();
  const effect = EFFECTS[name];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    pause.mutate(
      { name, reason: reason.trim() },
      {
        onSuccess: () => {
          toast({ text: m.workers.paused(name) });
          onClose();
        },
      },
    );
  };
  const isPausedAlready =
    pause.error instanceof Problem && pause.error.code === "worker.already_paused";
  return (
    <Dialog onClose={onClose} title={m.workers.pauseTitle(name)} description={m.workers.pauseText}>
      {effect ? (
        <dl className="flex flex-col gap-2 rounded-lg bg-hover px-3.5 py-3">
          <div>
            <dt className="text-sm text-muted">{m.workers.meanwhile}</dt>
            <dd>{effect.meanwhile}</dd>
          </div>
          <div>
            <dt className="text-sm text-muted">{m.workers.afterwards}</dt>
            <dd>{effect.afterwards}</dd>
          </div>
        </dl>
      ) : null}
      <form onSubmit={submit} className="flex flex-col gap-4">
        {isPausedAlready ? (
          <p role="alert" className="rounded-lg bg-danger-soft px-3.5 py-3">
            {m.workers.pausedMeanwhile(name)}
          </p>
        ) : (
          <Trouble error={pause.error} fields={["/reason"]} />
        )}
        <ReasonField
          value={reason}
          onChange={setReason}
          error={pause.error}
          hint={m.workers.reasonHint}
        />
        <DialogButtons
          busy={pause.isPending}
          disabled={reason.trim() === "" || isPausedAlready}
          onClose={onClose}
        >
          {m.workers.pauseNow}
        </DialogButtons>
      </form>
    </Dialog>
  );
}
