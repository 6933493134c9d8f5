import { Link } from "@tanstack/react-router";
import {
  ArrowLeftRight,
  Bell,
  ChevronRight,
  KeyRound,
  ShieldCheck,
  UserRound,
  UserX,
  Webhook,
} from "lucide-react";
import { cn } from "@/lib/cn";
import { m } from "./messages";

const PAGES = [
  { to: "/settings/profile", name: m.pages.profile, icon: UserRound },
  { to: "/settings/notifications", name: m.pages.notifications, icon: Bell },
  { to: "/settings/security", name: m.pages.security, icon: ShieldCheck },
  { to: "/settings/data", name: m.pages.data, icon: ArrowLeftRight },
  { to: "/settings/tokens", name: m.pages.tokens, icon: KeyRound },
  { to: "/settings/webhooks", name: m.pages.webhooks, icon: Webhook },
  { to: "/settings/account", name: m.pages.account, icon: UserX },
] as const;

/** The pages of the settings: beside them, on phones a page of its own. */
export function SettingsNav({ alone }: { readonly alone: boolean }) {
  const Title = alone ? "h1" : "p"; // beside a page, that has the title
  return (
    <nav
      aria-label={m.settings}
      className={cn("flex-col gap-0.5", alone ? "flex" : "hidden md:flex")}
    >
      <Title className="mb-2 px-2.5 text-xl font-semibold tracking-tight md:text-base">
        {m.settings}
      </Title>
      {PAGES.map(({ to, name, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          className="flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-muted hover:bg-hover hover:text-text data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-text pointer-coarse:py-3"
        >
          <Icon aria-hidden size={18} className="shrink-0" />
          <span className="grow">{name}</span>
          <ChevronRight aria-hidden size={16} className="md:hidden" />
        </Link>
      ))}
    </nav>
  );
}
