import { Link } from "@tanstack/react-router";
import { CalendarDays, CalendarRange, Inbox, type LucideIcon, Menu, Plus, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { m } from "@/messages/core";
import { ConnectionBanner } from "./connection-banner";
import { NewVersionBanner } from "./new-version-banner";

export interface ShellProps {
  /** Numbers of open tasks, by view. */
  readonly counts?: Readonly<Record<string, number>> | undefined;
  readonly onAdd: () => void;
  /** Below the views: projects, filters, labels. */
  readonly lists?: ReactNode;
  /** At the foot of the sidebar: who is signed in. */
  readonly account: ReactNode;
  /** Beside the page: a task that is open. */
  readonly panel?: ReactNode;
  readonly children: ReactNode;
}

const VIEWS = [
  { to: "/inbox", name: m.inbox, icon: Inbox, count: "inbox" },
  { to: "/today", name: m.today, icon: Sun, count: "today" },
  { to: "/upcoming", name: m.upcoming, icon: CalendarRange, count: "upcoming" },
  { to: "/calendar", name: m.calendar, icon: CalendarDays, count: "calendar" },
] as const;

/** The frame of the app: sidebar, page, open task; on phones tabs below instead of a sidebar. */
export function Shell({ counts, onAdd, lists, account, panel, children }: ShellProps) {
  return (
    <div className="flex min-h-dvh">
      <a
        href="#content"
        className="sr-only z-50 rounded-lg bg-raised px-4 py-2 shadow-float focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        {m.skipToContent}
      </a>
      <aside className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col gap-1 border-r border-line px-3 py-4 md:flex">
        <Button look="quiet" className="justify-start text-accent" onClick={onAdd}>
          <Plus aria-hidden size={18} />
          {m.add}
        </Button>
        <div className="-mx-3 mt-2 min-h-0 grow overflow-y-auto px-3">
          <nav aria-label={m.mainNavigation} className="flex flex-col gap-0.5">
            {VIEWS.map(({ to, name, icon: Icon, count }) => (
              <Link
                key={to}
                to={to}
                className="flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-muted hover:bg-hover hover:text-text data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-text"
              >
                <Icon aria-hidden size={18} />
                <span className="grow">{name}</span>
                {counts?.[count] ? (
                  <span className="text-sm tabular-nums">{counts[count]}</span>
                ) : null}
              </Link>
            ))}
          </nav>
          {lists}
        </div>
        <div className="pt-2">{account}</div>
      </aside>
      <div className="flex min-w-0 grow flex-col">
        <ConnectionBanner />
        <NewVersionBanner />
        <main id="content" tabIndex={-1} className="grow outline-none">
          {children}
        </main>
      </div>
      {panel}
      <Tabs onAdd={onAdd} />
    </div>
  );
}

function Tabs({ onAdd }: { readonly onAdd: () => void }) {
  return (
    <nav
      aria-label={m.mainNavigation}
      className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {VIEWS.slice(0, 2).map((view) => (
        <Tab key={view.to} {...view} />
      ))}
      <button
        type="button"
        onClick={onAdd}
        aria-label={m.add}
        className="flex h-14 grow basis-0 items-center justify-center"
      >
        <span className="flex size-10 items-center justify-center rounded-full bg-accent text-on-accent">
          <Plus aria-hidden size={22} />
        </span>
      </button>
      {VIEWS.slice(2, 3).map((view) => (
        <Tab key={view.to} {...view} />
      ))}
      <Tab to="/more" name={m.more} icon={Menu} />
    </nav>
  );
}

function Tab({
  to,
  name,
  icon: Icon,
}: {
  readonly to: (typeof VIEWS)[number]["to"] | "/more";
  readonly name: string;
  readonly icon: LucideIcon;
}) {
  return (
    <Link
      to={to}
      className="flex h-14 grow basis-0 flex-col items-center justify-center gap-0.5 text-xs text-muted data-[status=active]:text-accent"
    >
      <Icon aria-hidden size={20} />
      {name}
    </Link>
  );
}
