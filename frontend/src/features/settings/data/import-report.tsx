import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { downloadReport, importReportOptions } from "@/api/imports/imports";
import type { ImportOut, ReportRowOut } from "@/api/schema.gen";
import { Button } from "@/components/ui/button";
import { MoreButton } from "@/components/ui/load-more";
import { SkeletonList } from "@/components/ui/skeleton";
import { Trouble } from "@/components/ui/trouble";
import { cn } from "@/lib/cn";
import { saveFile } from "@/lib/save-file";
import { m as all } from "../messages";
import { m } from "./messages";

/** Every row of which something is not here, or not as it was, with why. */
export function ImportReport({
  id,
  counts,
}: {
  readonly id: string;
  readonly counts: NonNullable<ImportOut["counts"]>;
}) {
  const report = useInfiniteQuery(importReportOptions(id));
  const download = useMutation({
    mutationFn: () => downloadReport(id),
    onSuccess: (file) => saveFile(file, "rondel-import.csv"),
  });
  if (counts.lossy + counts.skipped + counts.failed === 0) {
    return <p className="rounded-lg bg-token-date px-3.5 py-3">{m.report.allHere}</p>;
  }
  return (
    <div className="flex flex-col gap-3 rounded-lg bg-canvas px-3.5 py-3">
      <Trouble error={report.error ?? download.error} />
      {report.isPending ? <SkeletonList rows={4} /> : null}
      <ol className="-my-1.5 flex flex-col divide-y divide-line empty:hidden">
        {report.data?.map((row) => (
          <Row key={`${row.row} ${row.outcome}`} row={row} />
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <MoreButton pages={report} size="small">
          {all.showMore}
        </MoreButton>
        <Button size="small" busy={download.isPending} onClick={() => download.mutate()}>
          <Download aria-hidden size={15} />
          {m.report.download}
        </Button>
      </div>
    </div>
  );
}

function Row({ row }: { readonly row: ReportRowOut }) {
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-1 py-2.5">
      <span
        className={cn(
          "rounded-full px-2 py-0.5 text-xs font-medium",
          row.outcome === "failed" && "bg-danger-soft text-danger",
          row.outcome === "lossy" && "bg-token-reminder",
          row.outcome === "skipped" && "bg-hover",
        )}
      >
        {m.report.outcomes[row.outcome]}
      </span>
      <div className="min-w-0 grow basis-56">
        <p className="break-words">
          <bdi>{row.excerpt}</bdi>
          <span className="text-sm text-muted">{` · ${m.report.row(row.row)}`}</span>
        </p>
        <ul className="text-sm text-muted">
          {row.reasons.map((reason) => (
            <li key={`${reason.code} ${reason.field} ${reason.message}`} className="break-words">
              {reason.field ? <span className="font-medium">{`${reason.field}: `}</span> : null}
              {reason.message}
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}
