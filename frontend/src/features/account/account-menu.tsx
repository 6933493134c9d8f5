import { useRouter } from "@tanstack/react-router";
import { Check, ChevronDown, LogOut, Settings } from "lucide-react";
import { signOut } from "@/api/auth/sign-out";
import { useMe } from "@/api/me/get-me";
import { Menu, MenuItem, MenuLabel, MenuLine } from "@/components/ui/menu";
import { sayFailed } from "@/components/ui/say-failed";
import { type Choices, choose, useChoices } from "@/lib/choices";
import { toast } from "@/lib/toasts";
import { queue } from "@/lib/waiting";
import { m } from "@/messages/core";
import { m as offline } from "./messages";

const THEMES: readonly (readonly [Choices["theme"], string])[] = [
  ["system", m.themeSystem],
  ["light", m.themeLight],
  ["dark", m.themeDark],
];

/** Who is signed in, and what they can do with their account. */
export function AccountMenu() {
  const me = useMe();
  const router = useRouter();
  const { theme } = useChoices();
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2 rounded-lg px-2.5 py-1.5 text-left text-muted hover:bg-hover hover:text-text"
        >
          <span className="grow truncate">{me.name || me.email}</span>
          <ChevronDown aria-hidden size={16} className="shrink-0 rotate-180" />
        </button>
      }
    >
      <MenuItem
        icon={<Settings aria-hidden size={16} />}
        onSelect={() => void router.navigate({ to: "/settings" })}
      >
        {m.settings}
      </MenuItem>
      <MenuLine />
      <MenuLabel>{m.theme}</MenuLabel>
      {THEMES.map(([value, name]) => (
        <MenuItem
          key={value}
          icon={<Check aria-hidden size={16} className={theme === value ? "" : "invisible"} />}
          onSelect={() => choose({ theme: value })}
        >
          {name}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem icon={<LogOut aria-hidden size={16} />} onSelect={() => leave(me.id)}>
        {m.signOut}
      </MenuItem>
    </Menu>
  );
}

/** Signs out; what was not sent yet would be lost by it, and is told first. */
function leave(userId: string): void {
  const unsent = queue.get().filter((each) => each.userId === userId).length;
  if (unsent === 0) leaveNow();
  else {
    const action = { label: m.signOut, run: leaveNow };
    toast({ tone: "error", text: offline.unsentLost(unsent), action });
  }
}

function leaveNow(): void {
  signOut().catch(sayFailed);
}
