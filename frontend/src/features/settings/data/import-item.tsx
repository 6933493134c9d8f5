import { ChevronDown } from "lucide-react";
import { useEffect, useId, useRef } from "react";
import {
  isUnderWay,
  useCancelImport,
  useDeleteImport,
  useRefreshAll,
  useRunImport,
} from "@/api/imports/imports";
import type { ImportOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { Trouble } from "@/components/ui/trouble";
import { useSayMoment } from "@/components/ui/use-say-moment";
import { cn } from "@/lib/cn";
import { m as core } from "@/messages/core";
import { m as all } from "../messages";
import { ImportReport } from "./import-report";
import { m } from "./messages";

/** An import: how far it is, what came of it, and what can be done next. */
export function ImportItem({
  transfer,
  isOpen,
  onOpen,
}: {
  readonly transfer: ImportOut;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}) {
  const id = useId();
  const say = useSayMoment();
  const run = useRunImport();
  const cancel = useCancelImport();
  const remove = useDeleteImport();
  const isActive = isUnderWay(transfer);
  const canRun = transfer.dry_run && transfer.state === "done";
  useRefreshWhenDone(transfer);
  return (
    <li className="flex flex-col gap-2.5 py-3">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 grow basis-48">
          <p className="truncate font-medium">{transfer.file_name ?? m.import.unnamed}</p>
          <p className="text-sm text-muted">
            {[formatName(transfer.format), say(transfer.created_at), stateOf(transfer)].join(" · ")}
          </p>
        </div>
        {canRun ? (
          <Button
            size="small"
            look="primary"
            busy={run.isPending}
            onClick={() => run.mutate(transfer.id)}
          >
            {m.import.run}
          </Button>
        ) : null}
        {isActive ? (
          <Button size="small" busy={cancel.isPending} onClick={() => cancel.mutate(transfer.id)}>
            {core.cancel}
          </Button>
        ) : (
          <Button
            size="small"
            look="quiet"
            className="text-danger"
            aria-label={m.import.deleteOf(transfer.file_name ?? m.import.unnamed)}
            busy={remove.isPending}
            onClick={() => remove.mutate(transfer.id)}
          >
            {all.delete}
          </Button>
        )}
      </div>
      <Trouble error={run.error ?? cancel.error ?? remove.error} />
      {isActive ? <Progress transfer={transfer} /> : null}
      {transfer.error ? <p className="text-danger">{transfer.error}</p> : null}
      {transfer.counts ? (
        <>
          <p role="status">{countsInWords(transfer)}</p>
          <Button
            look="quiet"
            size="small"
            className="-ml-2.5 self-start"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => onOpen(!isOpen)}
          >
            <ChevronDown
              aria-hidden
              size={15}
              className={cn("transition", isOpen && "rotate-180")}
            />
            {m.report.title}
          </Button>
          <div id={id}>
            {isOpen ? <ImportReport id={transfer.id} counts={transfer.counts} /> : null}
          </div>
        </>
      ) : null}
    </li>
  );
}

function formatName(format: string): string {
  const names: Readonly<Record<string, string>> = m.formats;
  return names[format] ?? format;
}

function stateOf({ state, dry_run }: ImportOut): string {
  return state === "done" && dry_run ? m.import.tried : m.states[state];
}

function countsInWords({ counts, dry_run }: ImportOut): string {
  if (counts === null) return "";
  const { taken, lossy, skipped, failed, unchanged } = counts;
  const said = [
    dry_run ? m.counts.wouldTake(taken) : m.counts.taken(taken),
    lossy > 0 ? m.counts.lossy(lossy) : "",
    skipped > 0 ? m.counts.skipped(skipped) : "",
    failed > 0 ? m.counts.failed(failed) : "",
    unchanged > 0 ? m.counts.unchanged(unchanged) : "",
  ];
  return `${said.filter(Boolean).join(", ")}.`;
}

function Progress({ transfer }: { readonly transfer: ImportOut }) {
  const { rows_done: done, rows_total: total } = transfer;
  return (
    <div className="flex items-center gap-3 text-sm text-muted">
      <progress
        aria-label={m.import.progress}
        className="h-1.5 grow accent-accent"
        {...(total === null ? {} : { value: done, max: Math.max(total, 1) })}
      />
      <span className="tabular-nums">
        {total === null ? m.import.rows(done) : m.import.rowsOf(done, total)}
      </span>
    </div>
  );
}

/** When an import that was under way has ended, lists show what it brought. */
function useRefreshWhenDone(transfer: ImportOut): void {
  const isActive = isUnderWay(transfer);
  const wasActive = useRef(isActive);
  const refresh = useRefreshAll();
  useEffect(() => {
    if (wasActive.current && !isActive && !transfer.dry_run) refresh();
    wasActive.current = isActive;
  }, [isActive, transfer.dry_run, refresh]);
}
