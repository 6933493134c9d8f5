import { Link } from "@tanstack/react-router";
import { Suspense } from "react";
import { Page } from "@/components/layout/page";
import { SkeletonList } from "@/components/ui/skeleton";
import { m as core } from "@/messages/core";
import { ChangesLog } from "./changes-log";
import { DoneLog } from "./done-log";
import { m } from "./messages";

export type LogTab = "done" | "changes";

const TABS = [
  { tab: "done", name: m.done },
  { tab: "changes", name: m.changes },
] as const;

/** What was done when, and what can be taken back. */
export function LogPage({ tab: shown }: { readonly tab: LogTab }) {
  return (
    <Page title={core.log}>
      <nav aria-label={m.tabs} className="mb-5 flex gap-5 border-b border-line">
        {TABS.map(({ tab, name }) => (
          <Link
            key={tab}
            to="/log"
            search={(before) => ({ ...before, tab: tab === "done" ? undefined : tab })}
            activeOptions={{ exact: true, explicitUndefined: true }}
            className="-mb-px border-b-2 border-transparent py-2 text-muted hover:text-text data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-text"
          >
            {name}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<SkeletonList />}>
        {shown === "done" ? <DoneLog /> : <ChangesLog />}
      </Suspense>
    </Page>
  );
}
