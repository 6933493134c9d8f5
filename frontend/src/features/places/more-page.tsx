import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CalendarDays, Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { assistantOptions } from "@/api/chat/get-assistant";
import { Page } from "@/components/layout/page";
import { m as core } from "@/messages/core";
import { m } from "./messages";
import { Sidebar } from "./sidebar/sidebar";

const LINK = "flex min-h-11 items-center gap-2.5 rounded-lg px-2.5 text-muted hover:bg-hover";

/** On phones: all that the sidebar has, and the tabs below have not. */
export function MorePage({ account }: { readonly account: ReactNode }) {
  const { isSuccess: hasAssistant } = useQuery({ ...assistantOptions(), retry: false });
  return (
    <Page title={core.more}>
      <p className="hidden text-muted md:block">{m.allInSidebar}</p>
      <div className="md:hidden">
        <nav aria-label={m.moreViews} className="flex flex-col">
          <Link to="/calendar" className={LINK}>
            <CalendarDays aria-hidden size={18} />
            {core.calendar}
          </Link>
          {hasAssistant ? (
            <Link to="/chat" className={LINK}>
              <Sparkles aria-hidden size={18} />
              {core.assistant}
            </Link>
          ) : null}
        </nav>
        <Sidebar />
        <div className="mt-4 border-t border-line pt-3">{account}</div>
      </div>
    </Page>
  );
}
