import { useNavigate } from "@tanstack/react-router";
import {
  CalendarSync,
  Palette,
  Pencil,
  SlidersHorizontal,
  Star,
  StarOff,
  Trash2,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { useChangeFilter } from "@/api/filters/change-filter";
import { useDeleteFilter } from "@/api/filters/delete-filter";
import type { FilterOut } from "@/api/schema.gen";
import { MenuItem, MenuLine } from "@/components/ui/menu";
import { SureDialog } from "@/components/ui/sure-dialog";
import { toast } from "@/lib/toasts";
import { ColorDialog } from "./color-dialog";
import { m } from "./messages";
import { useTold } from "./use-told";

const icon = { "aria-hidden": true, size: 16 } as const;

/** What can be done with a saved filter, the same in the sidebar and on its page. */
export function useFilterDeeds(filter: FilterOut) {
  const change = useTold(useChangeFilter());
  const navigate = useNavigate();
  const [open, setOpen] = useState<"color" | "delete" | null>(null);
  const close = (): void => setOpen(null);
  const set = (fields: Parameters<typeof change>[0]["fields"]): void => change({ filter, fields });
  const edit = (): void =>
    void navigate({
      to: "/filters/$filterId",
      params: { filterId: filter.id },
      search: { edit: true },
    });

  const feed = (): void => void navigate({ to: "/settings/data", search: { feed: filter.id } });

  const menu = (rename: () => void): ReactNode => (
    <>
      <MenuItem icon={<SlidersHorizontal {...icon} />} onSelect={edit}>
        {m.editFilter}
      </MenuItem>
      <MenuItem icon={<Pencil {...icon} />} keys="F2" onSelect={rename}>
        {m.rename}
      </MenuItem>
      <MenuItem icon={<Palette {...icon} />} onSelect={() => setOpen("color")}>
        {m.color}
      </MenuItem>
      <MenuItem
        icon={filter.is_favorite ? <StarOff {...icon} /> : <Star {...icon} />}
        onSelect={() => set({ is_favorite: !filter.is_favorite })}
      >
        {filter.is_favorite ? m.noFavorite : m.favorite}
      </MenuItem>
      <MenuItem icon={<CalendarSync {...icon} />} onSelect={feed}>
        {m.feed}
      </MenuItem>
      <MenuLine />
      <MenuItem danger icon={<Trash2 {...icon} />} onSelect={() => setOpen("delete")}>
        {m.delete}
      </MenuItem>
    </>
  );

  const dialogs =
    open === "color" ? (
      <ColorDialog
        name={filter.name}
        color={filter.color}
        onColor={(color) => set({ color })}
        onClose={close}
      />
    ) : open === "delete" ? (
      <DeleteFilter filter={filter} onClose={close} />
    ) : null;
  return { rename: (name: string) => set({ name }), edit, menu, dialogs };
}

function DeleteFilter({
  filter,
  onClose,
}: {
  readonly filter: FilterOut;
  readonly onClose: () => void;
}) {
  const mutate = useTold(useDeleteFilter());
  const navigate = useNavigate();
  const remove = (): void => {
    onClose();
    if (window.location.pathname.endsWith(`/filters/${filter.id}`)) void navigate({ to: "/today" });
    mutate(filter, {
      onSuccess: () => toast({ text: m.deleted(filter.name) }),
    });
  };
  return (
    <SureDialog
      title={m.deleteFilter(filter.name)}
      text={m.deleteFilterText}
      action={m.delete}
      onYes={remove}
      onClose={onClose}
    />
  );
}
