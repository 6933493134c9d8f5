import { Link } from "@tanstack/react-router";
import { Suspense } from "react";
import { Page } from "@/components/layout/page";
import { SkeletonList } from "@/components/ui/skeleton";
import { m as core } from "@/messages/core";
import { ChangesLog } from "./changes-log";
import { DoneLog } from "./done-log";
import { m } from "./messages";
import { SlotsLog } from "./slots-log";

const TABS = ["done", "skipped", "missed", "changes"] as const;
export type LogTab = (typeof TABS)[number];

/** What was done when, what was skipped or missed, and what can be taken back. */
export function LogPage({ tab: shown }: { readonly tab: LogTab }) {
  return (
    <Page title={core.log}>
      <nav aria-label={m.tabs} className="mb-5 flex gap-5 overflow-x-auto border-b border-line">
        {TABS.map((tab) => (
          <Link
            key={tab}
            to="/log"
            search={(before) => ({ ...before, tab: tab === "done" ? undefined : tab })}
            activeOptions={{ exact: true }}
            className="shrink-0 border-b-2 border-transparent py-2 text-muted hover:text-text data-[status=active]:border-accent data-[status=active]:font-medium data-[status=active]:text-text"
          >
            {m[tab]}
          </Link>
        ))}
      </nav>
      <Suspense fallback={<SkeletonList />}>
        {shown === "done" ? <DoneLog /> : null}
        {shown === "changes" ? <ChangesLog /> : null}
        {shown === "skipped" || shown === "missed" ? <SlotsLog key={shown} status={shown} /> : null}
      </Suspense>
    </Page>
  );
}
