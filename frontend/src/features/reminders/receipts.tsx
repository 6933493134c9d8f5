import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { reminderDeliveriesOptions } from "@/api/deliveries/list-reminder-deliveries";
import { useMe } from "@/api/me/get-me";
import type { ReceiptOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { ErrorNote } from "@/components/ui/error-note";
import { SkeletonList } from "@/components/ui/skeleton";
import { cn } from "@/lib/cn";
import { useNow } from "@/lib/use-now";
import { m } from "./messages";
import { channelName, type Step, stepsOf, whyNothing } from "./receipt-steps";

/** What became of a reminder, message by message, and why nothing arrived. */
export function Receipts({ reminderId }: { readonly reminderId: string }) {
  const { data, error, refetch } = useQuery(reminderDeliveriesOptions(reminderId));
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonList rows={2} />;
  return (
    <div className="flex animate-fade flex-col gap-3 rounded-xl border border-line bg-surface px-4 py-3 text-sm">
      {data.items.length === 0 ? <p className="text-muted">{m.nothingYet}</p> : null}
      {data.items.map((receipt) => (
        <Timeline key={receipt.id ?? receipt.reminder_id} receipt={receipt} />
      ))}
      <Why receipts={data.items} />
    </div>
  );
}

export default Receipts;

const DOTS = {
  plain: "border-line-strong bg-surface",
  good: "border-success bg-success",
  bad: "border-danger bg-danger",
  quiet: "border-line-strong bg-line",
} as const;

/** One message: what happened to it, one thing below the other. */
export function Timeline({ receipt }: { readonly receipt: ReceiptOut }) {
  const me = useMe();
  const steps = stepsOf(receipt, me);
  return (
    <div>
      {receipt.channel === null ? null : <p className="mb-1 font-medium">{channelName(receipt)}</p>}
      <ol className="flex flex-col">
        {steps.map((step, index) => (
          <TimelineStep key={step.text} step={step} isLast={index === steps.length - 1} />
        ))}
      </ol>
    </div>
  );
}

function TimelineStep({ step, isLast }: { readonly step: Step; readonly isLast: boolean }) {
  return (
    <li className="relative flex gap-3 pb-2 last:pb-0">
      {isLast ? null : (
        <span
          aria-hidden
          className="absolute top-3 bottom-0 left-[5px] mt-1 w-px bg-line-strong/50"
        />
      )}
      <span
        aria-hidden
        className={cn("mt-[5px] size-[11px] shrink-0 rounded-full border-2", DOTS[step.tone])}
      />
      <div className="min-w-0">
        <p className={cn("tabular-nums", step.tone === "bad" && "text-danger")}>{step.text}</p>
        {step.notes.map((note) => (
          <p key={note} className="break-words text-muted tabular-nums">
            {note}
          </p>
        ))}
      </div>
    </li>
  );
}

function Why({ receipts }: { readonly receipts: readonly ReceiptOut[] }) {
  const me = useMe();
  const now = useNow();
  const [isOpen, setIsOpen] = useState(false);
  const { text, inSettings } = whyNothing(receipts, now, me);
  return (
    <div className="border-t border-line pt-2">
      <Button
        look="quiet"
        size="small"
        className="-ml-2.5"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        {m.why}
      </Button>
      {isOpen ? (
        <div role="status" className="mt-1 flex flex-col items-start gap-1">
          <p>{text}</p>
          {inSettings ? (
            // The page is of another feature: an address, not a route that this one knows.
            <a href="/settings/notifications" className="text-accent underline">
              {m.settings}
            </a>
          ) : null}
          <Link to="/deliveries" search={{}} className="text-accent underline">
            {m.allDeliveries}
          </Link>
        </div>
      ) : null}
    </div>
  );
}
