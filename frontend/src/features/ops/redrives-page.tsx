import { useInfiniteQuery } from "@tanstack/react-query";
import { Repeat } from "lucide-react";
import { redrivesOptions } from "@/api/ops/redrives";
import { AreaPage } from "@/components/area/area-page";
import { AsOf } from "@/components/area/as-of";
import { Pages } from "@/components/area/pages";
import { EmptyState } from "@/components/ui/empty-state";
import { m } from "./messages";
import { RedriveRow } from "./redrive-row";

/** All redrives and how far they are. */
export function RedrivesPage() {
  const pages = useInfiniteQuery(redrivesOptions());
  return (
    <AreaPage
      title={m.pages.redrives}
      lead={<AsOf at={pages.dataUpdatedAt} isStale={pages.isRefetchError} />}
    >
      <Pages
        pages={pages}
        empty={
          <EmptyState
            icon={<Repeat size={28} />}
            title={m.redrives.emptyTitle}
            text={m.redrives.emptyText}
          />
        }
      >
        {(redrives) => (
          <ul className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface px-4">
            {redrives.map((redrive) => (
              <RedriveRow key={redrive.id} redrive={redrive} />
            ))}
          </ul>
        )}
      </Pages>
    </AreaPage>
  );
}
