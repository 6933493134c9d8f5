import type { ReactNode } from "react";
import { cn } from "@/lib/cn";
import { usePageTitle } from "@/lib/use-page-title";

/** A page inside the app: its title, what can be done with it, and what it shows. */
export function Page({
  title,
  named,
  lead,
  actions,
  children,
  wide = false,
}: {
  readonly title: ReactNode;
  /** The title as the window shows it, where it is more than a text. */
  readonly named?: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** For boards and calendars, which use the whole width. */
  readonly wide?: boolean;
}) {
  usePageTitle(named ?? (typeof title === "string" ? title : ""));
  return (
    <div
      className={cn("mx-auto w-full px-4 pt-6 pb-28 md:px-8 md:pt-10", !wide && "max-w-[47.5rem]")}
    >
      <header className="mb-5 flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h1 className="truncate text-2xl font-semibold tracking-tight">{title}</h1>
          {lead ? <p className="mt-0.5 text-muted">{lead}</p> : null}
        </div>
        {actions ? <div className="flex shrink-0 items-center gap-1">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}
