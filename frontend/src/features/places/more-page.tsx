import type { ReactNode } from "react";
import { Page } from "@/components/layout/page";
import { m as core } from "@/messages/core";
import { m } from "./messages";
import { Sidebar } from "./sidebar/sidebar";

/** On phones: all that the sidebar has. */
export function MorePage({ account }: { readonly account: ReactNode }) {
  return (
    <Page title={core.more}>
      <p className="hidden text-muted md:block">{m.allInSidebar}</p>
      <div className="md:hidden">
        <Sidebar />
        <div className="mt-4 border-t border-line pt-3">{account}</div>
      </div>
    </Page>
  );
}
