import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { MOST_AT_ONCE, previewOptions, useRedrive } from "@/api/ops/orders";
import type { RedriveOrderOut, RedriveOut, SelectionIn } from "@/api/schema.gen";
import { ReasonField } from "@/components/area/reason-field";
import { Checkbox } from "@/components/ui/checkbox";
import { ErrorNote } from "@/components/ui/error-note";
import { Field } from "@/components/ui/field";
import { DialogButtons } from "@/components/ui/form-buttons";
import { SkeletonList } from "@/components/ui/skeleton";
import { fieldError } from "@/components/ui/trouble";
import { sayCounts } from "./counts";
import { m } from "./messages";
import { OrderDialog } from "./order-dialog";
import { Refusal } from "./refusal";

/** Counts what an order would come to, asks why, and shows how far it is once it is given. */
export function RedriveDialog({
  selection,
  onClose,
}: {
  readonly selection: SelectionIn;
  readonly onClose: () => void;
}) {
  // What is meant stays what it was when it was asked for, whatever the list behind shows by now.
  const [meant] = useState(selection);
  return (
    <OrderDialog title={m.orders.redriveTitle} text={m.orders.redriveText} onClose={onClose}>
      {(onOrdered) => <Order selection={meant} onOrdered={onOrdered} onClose={onClose} />}
    </OrderDialog>
  );
}

const DEFAULT_RATE = 50;

function Order({
  selection,
  onOrdered,
  onClose,
}: {
  readonly selection: SelectionIn;
  readonly onOrdered: (redrive: RedriveOut) => void;
  readonly onClose: () => void;
}) {
  const [reason, setReason] = useState("");
  const [rate, setRate] = useState(String(DEFAULT_RATE));
  const [forced, setForced] = useState(false);
  const [wasTooOften, setWasTooOften] = useState(false);
  const preview = useQuery(previewOptions(selection, forced));
  const redrive = useRedrive();
  const count = preview.data?.redrivable ?? 0;
  if (!wasTooOften && preview.data?.refused.redriven_too_often) setWasTooOften(true);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    redrive.mutate(
      {
        selection,
        reason: reason.trim(),
        rate_per_second: Number(rate),
        forced,
        expected_count: count,
        dry_run: false,
      },
      { onSuccess: (answer) => answer.redrive && onOrdered(answer.redrive) },
    );
  };
  const recount = (): void => {
    redrive.reset();
    void preview.refetch();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {preview.error ? (
        <ErrorNote error={preview.error} onRetry={() => void preview.refetch()} />
      ) : null}
      {preview.data ? <Preview preview={preview.data} /> : null}
      {preview.isPending ? <SkeletonList rows={2} /> : null}
      <Refusal error={redrive.error} onRecount={recount} />
      <ReasonField value={reason} onChange={setReason} error={redrive.error} />
      <Field
        type="number"
        label={m.orders.rate}
        hint={m.orders.rateHint}
        required
        min={0.01}
        max={1000}
        step="any"
        value={rate}
        error={fieldError(redrive.error, "/rate_per_second")}
        onChange={(event) => setRate(event.target.value)}
      />
      {wasTooOften ? (
        <Checkbox
          label={m.orders.forced}
          hint={m.orders.forcedHint}
          checked={forced}
          onChange={setForced}
        />
      ) : null}
      <DialogButtons
        busy={redrive.isPending || preview.isFetching}
        disabled={count === 0 || reason.trim() === ""}
        onClose={onClose}
      >
        {m.orders.redriveNow(Math.min(count, MOST_AT_ONCE))}
      </DialogButtons>
    </form>
  );
}

/** What the order would move, what it leaves alone, and what will wait. */
function Preview({ preview }: { readonly preview: RedriveOrderOut["preview"] }) {
  const left = [
    ...sayCounts(preview.refused, m.causes),
    ...sayCounts(preview.closed, m.states),
    ...(preview.unknown > 0 ? [m.orders.unknown(preview.unknown)] : []),
  ];
  return (
    <div role="status" className="flex flex-col gap-1 rounded-lg bg-hover px-3.5 py-3">
      <p className="font-medium">{m.orders.wouldMove(preview.redrivable)}</p>
      {Object.entries(preview.groups).map(([group, count]) => (
        <p key={group} className="text-sm">
          {m.orders.toGroup(count, group)}
        </p>
      ))}
      {left.length > 0 ? (
        <p className="text-sm text-muted">{m.orders.leftAlone(left.join(" · "))}</p>
      ) : null}
      {preview.redrivable > MOST_AT_ONCE ? (
        <p className="text-sm">{m.orders.mostAtOnce(MOST_AT_ONCE)}</p>
      ) : null}
      {preview.paused.length > 0 ? (
        <p className="text-sm text-medium">{m.orders.paused(preview.paused.join(", "))}</p>
      ) : null}
    </div>
  );
}
