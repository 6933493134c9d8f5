import { useNavigate } from "@tanstack/react-router";
import { SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { useChangeFilter } from "@/api/filters/change-filter";
import { useDeleteFilter } from "@/api/filters/delete-filter";
import type { FilterOut } from "@/api/schema.gen";
import { MenuItem, MenuLine } from "@/components/ui/menu";
import { m } from "./messages";
import { FeedItem, usePlaceDeeds } from "./use-place-deeds";
import { useTold } from "./use-told";

/** What can be done with a saved filter, the same in the sidebar and on its page. */
export function useFilterDeeds(filter: FilterOut) {
  const change = useTold(useChangeFilter());
  const remove = useTold(useDeleteFilter());
  const navigate = useNavigate();
  const set = (fields: Parameters<typeof change>[0]["fields"]): void => change({ filter, fields });
  const edit = (): void =>
    void navigate({
      to: "/filters/$filterId",
      params: { filterId: filter.id },
      search: { edit: true },
    });
  const { items, deleteItem, dialogs } = usePlaceDeeds(filter, set, {
    title: m.deleteFilter(filter.name),
    text: m.deleteFilterText,
    page: `/filters/${filter.id}`,
    next: "/today",
    run: (told) => remove(filter, told),
  });

  const menu = (rename: () => void): ReactNode => (
    <>
      <MenuItem icon={<SlidersHorizontal aria-hidden size={16} />} onSelect={edit}>
        {m.editFilter}
      </MenuItem>
      {items(rename)}
      <FeedItem id={filter.id} />
      <MenuLine />
      {deleteItem}
    </>
  );
  return { rename: (name: string) => set({ name }), edit, menu, dialogs };
}
