import type { ReactNode } from "react";
import { usePageTitle } from "@/lib/use-page-title";

/** The head of a page of an area, and what it shows. */
export function AreaPage({
  title,
  lead,
  actions,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  usePageTitle(title);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 grow basis-72">
          <h1 className="text-2xl font-semibold tracking-tight [overflow-wrap:anywhere]">
            {title}
          </h1>
          {lead ? <div className="mt-0.5 max-w-prose text-muted">{lead}</div> : null}
        </div>
        {actions}
      </header>
      {children}
    </div>
  );
}
