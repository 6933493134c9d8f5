import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { redriveOptions } from "@/api/ops/redrives";
import type { RedriveOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ErrorNote } from "@/components/ui/error-note";
import { m as core } from "@/messages/core";
import { m } from "./messages";
import { RedriveProgress } from "./redrive-row";

/** Asks for what an order needs, and shows how far it is once it is given. */
export function OrderDialog({
  title,
  text,
  className,
  onClose,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly className?: string;
  readonly onClose: () => void;
  /** The form; it says what was ordered. */
  readonly children: (onOrdered: (redrive: RedriveOut) => void) => ReactNode;
}) {
  const [ordered, setOrdered] = useState<RedriveOut | null>(null);
  return (
    <Dialog
      onClose={onClose}
      title={ordered ? m.orders.begunTitle : title}
      description={ordered ? m.orders.begunText : text}
      {...(className ? { className } : {})}
    >
      {ordered ? <Watched redrive={ordered} onClose={onClose} /> : children(setOrdered)}
    </Dialog>
  );
}

/** An order that was given, until it has ended. */
function Watched({
  redrive,
  onClose,
}: {
  readonly redrive: RedriveOut;
  readonly onClose: () => void;
}) {
  const { data = redrive, error, refetch } = useQuery(redriveOptions(redrive.id));
  return (
    <div className="flex flex-col gap-4">
      <RedriveProgress redrive={data} />
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      <p role="status" className="text-muted">
        {data.state === "running" ? m.orders.goesOn : m.orders.ended}
      </p>
      <Button look="primary" className="self-end" onClick={onClose}>
        {core.close}
      </Button>
    </div>
  );
}
