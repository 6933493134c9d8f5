import { Archive, ArchiveRestore, ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { useArchiveProject } from "@/api/projects/archive-project";
import { useChangeProject } from "@/api/projects/change-project";
import { useDeleteProject } from "@/api/projects/delete-project";
import type { ProjectOut } from "@/api/schema.gen";
import { MenuItem, MenuLine } from "@/components/ui/menu";
import { sayDone } from "@/components/ui/say-done";
import { toast } from "@/lib/toasts";
import { m } from "./messages";
import { FeedItem, usePlaceDeeds } from "./use-place-deeds";
import { useTold } from "./use-told";

interface MenuOptions {
  readonly rename: () => void;
  readonly onMove?: ((step: -1 | 1) => void) | undefined;
}

export interface ProjectDeeds {
  readonly rename: (name: string) => void;
  readonly unarchive: () => void;
  readonly menu: (options: MenuOptions) => ReactNode;
  /** Dialogs that the menu opened. */
  readonly dialogs: ReactNode;
}

const icon = { "aria-hidden": true, size: 16 } as const;

/** What can be done with a project, the same in the sidebar, in the list of all, and on its page. */
export function useProjectDeeds(project: ProjectOut, openTasks: number): ProjectDeeds {
  const change = useTold(useChangeProject());
  const remove = useTold(useDeleteProject());
  const archiving = useArchive(project);
  const set = (fields: Parameters<typeof change>[0]["fields"]): void => change({ project, fields });
  const { items, deleteItem, dialogs } = usePlaceDeeds(project, set, {
    title: m.deleteProject(project.name),
    text: m.deleteProjectText(openTasks),
    page: `/projects/${project.id}`,
    next: "/projects",
    run: (told) => remove(project, told),
  });

  const menu = ({ rename, onMove }: MenuOptions): ReactNode => (
    <>
      {items(rename)}
      {project.archived ? null : <FeedItem id={project.id} />}
      {onMove ? (
        <>
          <MenuLine />
          <MenuItem icon={<ArrowUp {...icon} />} keys="Alt ↑" onSelect={() => onMove(-1)}>
            {m.moveUp}
          </MenuItem>
          <MenuItem icon={<ArrowDown {...icon} />} keys="Alt ↓" onSelect={() => onMove(1)}>
            {m.moveDown}
          </MenuItem>
        </>
      ) : null}
      <MenuLine />
      <MenuItem
        icon={project.archived ? <ArchiveRestore {...icon} /> : <Archive {...icon} />}
        onSelect={() => archiving(!project.archived)}
      >
        {project.archived ? m.unarchive : m.archive}
      </MenuItem>
      {deleteItem}
    </>
  );

  return {
    rename: (name) => set({ name }),
    unarchive: () => archiving(false),
    menu,
    dialogs,
  };
}

/** Archives and brings back, and says so with the way back. */
function useArchive(project: ProjectOut): (archived: boolean) => void {
  const mutate = useTold(useArchiveProject());
  const run = (archived: boolean, say: (text: string) => void): void => {
    const said = archived ? m.archived(project.name) : m.unarchived(project.name);
    mutate({ project, archived }, { onSuccess: () => say(said) });
  };
  return (archived) =>
    run(archived, (said) => sayDone(said, () => run(!archived, (text) => toast({ text }))));
}
