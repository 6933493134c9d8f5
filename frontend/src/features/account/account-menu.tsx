import { LogOut } from "lucide-react";
import { signOut } from "@/api/auth/sign-out";
import { useMe } from "@/api/me/get-me";
import { Menu, MenuItem } from "@/components/ui/menu";
import { m } from "@/messages/core";

/** Who is signed in, and what they can do with their account. */
export function AccountMenu() {
  const me = useMe();
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          className="w-full truncate rounded-lg px-2.5 py-1.5 text-left text-muted hover:bg-hover"
        >
          {me.name || me.email}
        </button>
      }
    >
      <MenuItem icon={<LogOut aria-hidden size={16} />} onSelect={() => void signOut()}>
        {m.signOut}
      </MenuItem>
    </Menu>
  );
}
