import { useState } from "react";
import { useMe } from "@/api/me/get-me";
import type { RedriveOut } from "@/api/schema.gen";
import { sayActor } from "@/components/area/actors";
import { Button } from "@/components/ui/button";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { CancelDialog } from "./cancel-dialog";
import { m } from "./messages";
import { selectionWords } from "./selection";

/** A redrive: how far it is, who ordered it and why; what is left of it can be called back. */
export function RedriveRow({ redrive }: { readonly redrive: RedriveOut }) {
  const me = useMe();
  const say = useSayMoment();
  const [isCancelling, setIsCancelling] = useState(false);
  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 grow basis-60">
          <p className="font-medium [overflow-wrap:anywhere]">{redrive.reason}</p>
          <p className="text-sm text-muted [overflow-wrap:anywhere]">
            {m.redrives.asked(say(redrive.asked_at), sayActor(redrive.asked_by, me.id))}
            {` · ${selectionWords(redrive.selection)}`}
            {redrive.forced ? ` · ${m.redrives.forced}` : null}
          </p>
        </div>
        {redrive.state === "running" ? (
          <Button size="small" onClick={() => setIsCancelling(true)}>
            {m.redrives.cancel}
          </Button>
        ) : null}
      </div>
      <RedriveProgress redrive={redrive} />
      {isCancelling ? (
        <CancelDialog redrive={redrive} onClose={() => setIsCancelling(false)} />
      ) : null}
    </li>
  );
}

/** How many were sent, and what became of the others. */
export function RedriveProgress({ redrive }: { readonly redrive: RedriveOut }) {
  const { total, done, refused, returned, state } = redrive;
  const facts = [
    m.redrives.done(done, total),
    refused > 0 ? m.redrives.refused(refused) : null,
    returned > 0 ? m.redrives.returned(returned) : null,
  ];
  return (
    <div>
      <progress
        max={total}
        value={done + refused + returned}
        aria-label={m.redrives.progress}
        className="h-2 w-full overflow-hidden rounded-full accent-accent"
      />
      <p className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span className="tabular-nums">{facts.filter(Boolean).join(" · ")}</span>
        <span className={state === "running" ? "text-accent" : "text-muted"}>
          {m.redrives.states[state]}
        </span>
      </p>
    </div>
  );
}
