import { Dialog } from "@/components/ui/dialog";
import { m } from "@/messages/picker";
import { type BulkReport, bulkReport } from "./bulk-stores";
import { clipped } from "./clipped";

/** Which of several tasks could not be changed, and why. */
export function BulkRefusals({ report }: { readonly report: BulkReport }) {
  return (
    <Dialog
      onClose={() => bulkReport.set(null)}
      title={m.refusedTitle(report.refused.length, report.asked)}
    >
      <ul className="flex flex-col gap-3">
        {report.refused.map(({ id, title, why }) => (
          <li key={id}>
            <p dir="auto" className="line-clamp-2 font-medium [overflow-wrap:anywhere]">
              {clipped(title)}
            </p>
            <p className="text-sm text-muted">{why}</p>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
