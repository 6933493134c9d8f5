import { useNavigate } from "@tanstack/react-router";
import { CalendarSync, Palette, Pencil, Star, StarOff, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { ProjectOut } from "@/api/schema.gen";
import { MenuItem } from "@/components/ui/menu";
import { SureDialog } from "@/components/ui/sure-dialog";
import { toast } from "@/lib/toasts";
import { ColorDialog } from "./color-dialog";
import { m } from "./messages";

/** What projects, filters and labels have in common. */
type Place = Pick<ProjectOut, "name" | "color" | "is_favorite">;

interface Deletion {
  readonly title: string;
  readonly text: string;
  /** The address of the place, and where to go if it is shown. */
  readonly page: string;
  readonly next: "/projects" | "/today";
  readonly run: (told: { readonly onSuccess: () => void }) => void;
}

const icon = { "aria-hidden": true, size: 16 } as const;

/** What can be done with any place: items of its menu, and the dialogs that they open. */
export function usePlaceDeeds(
  place: Place,
  set: (fields: Partial<Pick<Place, "color" | "is_favorite">>) => void,
  deletion: Deletion,
) {
  const [open, setOpen] = useState<"color" | "delete" | null>(null);
  const close = (): void => setOpen(null);
  const { name, color, is_favorite: isFavorite } = place;

  const items = (rename: () => void): ReactNode => (
    <>
      <MenuItem icon={<Pencil {...icon} />} keys="F2" onSelect={rename}>
        {m.rename}
      </MenuItem>
      <MenuItem icon={<Palette {...icon} />} onSelect={() => setOpen("color")}>
        {m.color}
      </MenuItem>
      <MenuItem
        icon={isFavorite ? <StarOff {...icon} /> : <Star {...icon} />}
        onSelect={() => set({ is_favorite: !isFavorite })}
      >
        {isFavorite ? m.noFavorite : m.favorite}
      </MenuItem>
    </>
  );
  const deleteItem = (
    <MenuItem danger icon={<Trash2 {...icon} />} onSelect={() => setOpen("delete")}>
      {m.delete}
    </MenuItem>
  );
  const dialogs =
    open === "color" ? (
      <ColorDialog
        name={name}
        color={color}
        onColor={(chosen) => set({ color: chosen })}
        onClose={close}
      />
    ) : open === "delete" ? (
      <DeletePlace name={name} deletion={deletion} onClose={close} />
    ) : null;
  return { items, deleteItem, dialogs };
}

function DeletePlace({
  name,
  deletion: { title, text, page, next, run },
  onClose,
}: {
  readonly name: string;
  readonly deletion: Deletion;
  readonly onClose: () => void;
}) {
  const navigate = useNavigate();
  const remove = (): void => {
    onClose();
    if (window.location.pathname.endsWith(page)) void navigate({ to: next });
    run({ onSuccess: () => toast({ text: m.deleted(name) }) });
  };
  return (
    <SureDialog title={title} text={text} action={m.delete} onYes={remove} onClose={onClose} />
  );
}

/** The way to an address under which calendars read this place. */
export function FeedItem({ id }: { readonly id: string }) {
  const navigate = useNavigate();
  return (
    <MenuItem
      icon={<CalendarSync {...icon} />}
      onSelect={() => void navigate({ to: "/settings/data", search: { feed: id } })}
    >
      {m.feed}
    </MenuItem>
  );
}
