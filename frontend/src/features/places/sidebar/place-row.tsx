import { Link, type LinkOptions } from "@tanstack/react-router";
import { MoreHorizontal, Star } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { m } from "../messages";
import { NameInput } from "../name-input";

export interface PlaceRowProps {
  readonly id: string;
  readonly name: string;
  readonly icon: ReactNode;
  readonly count: number | undefined;
  readonly isFavorite: boolean;
  readonly link: LinkOptions;
  /** A note in place of the number: what is wrong with it. */
  readonly note?: ReactNode;
  readonly maxLength?: number;
  readonly onRename: (name: string) => void;
  readonly onMove?: (step: -1 | 1) => void;
  /** Items of its menu; the first one asks for a new name. */
  readonly menu: (rename: () => void) => ReactNode;
}

/** A list of the sidebar: a way to it, how much is in it, and what can be done with it. */
export function PlaceRow(props: PlaceRowProps) {
  const { id, name, icon, count, isFavorite, link, note, onRename, onMove, menu } = props;
  const [isNaming, setIsNaming] = useState(false);
  const close = (): void => {
    setIsNaming(false);
    focusPlace(id);
  };
  if (isNaming) {
    return (
      <li className="flex items-center gap-2.5 py-0.5 pr-1 pl-2.5">
        {icon}
        <NameInput
          label={m.newName(name)}
          value={name}
          maxLength={props.maxLength ?? 120}
          onName={onRename}
          onClose={close}
        />
      </li>
    );
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "F2") setIsNaming(true);
    else if (event.altKey && event.key === "ArrowUp") onMove?.(-1);
    else if (event.altKey && event.key === "ArrowDown") onMove?.(1);
    else return;
    event.preventDefault();
  };
  return (
    <li className="group/row relative flex items-center rounded-lg text-muted hover:bg-hover hover:text-text has-data-[status=active]:bg-accent-soft has-data-[status=active]:text-text">
      <Link
        {...link}
        data-place={id}
        onKeyDown={onKeyDown}
        className="flex min-w-0 grow items-center gap-2.5 rounded-lg py-1.5 pr-2.5 pl-2.5 data-[status=active]:font-medium pointer-coarse:py-2.5"
      >
        {icon}
        <bdi className="truncate">{name}</bdi>
        {isFavorite ? (
          <Star role="img" aria-label={m.isFavorite} size={12} className="shrink-0 fill-current" />
        ) : null}
        <span className="ml-auto shrink-0 text-sm font-normal tabular-nums md:group-focus-within/row:invisible md:group-hover/row:invisible">
          {note ?? (count ? count : null)}
        </span>
      </Link>
      <Menu
        trigger={
          <Button
            look="quiet"
            size="icon"
            aria-label={m.menuOf(name)}
            className="size-7 opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 data-[state=open]:opacity-100 max-md:opacity-100 md:absolute md:right-0.5"
          >
            <MoreHorizontal aria-hidden size={16} />
          </Button>
        }
      >
        {menu(() => setIsNaming(true))}
      </Menu>
    </li>
  );
}

/** The focus is on the row again after it moved or got another name; the sidebar may be hidden. */
export function focusPlace(id: string): void {
  requestAnimationFrame(() => {
    const rows = document.querySelectorAll<HTMLElement>(`[data-place="${CSS.escape(id)}"]`);
    [...rows].find((row) => row.checkVisibility?.() ?? true)?.focus();
  });
}
