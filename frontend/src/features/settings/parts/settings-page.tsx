import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { usePageTitle } from "@/lib/use-page-title";
import { m } from "../messages";

/** A page of the settings; on phones with the way back to their list. */
export function SettingsPage({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}) {
  usePageTitle(title);
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <header>
        <Link
          to="/settings"
          className="-ml-1.5 mb-1 inline-flex min-h-11 items-center gap-1 text-muted md:hidden"
        >
          <ChevronLeft aria-hidden size={18} />
          {m.settings}
        </Link>
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        {lead ? <p className="mt-0.5 max-w-prose text-muted">{lead}</p> : null}
      </header>
      {children}
    </div>
  );
}
