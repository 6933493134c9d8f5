import { useNavigate } from "@tanstack/react-router";
import {
  Archive,
  ArchiveRestore,
  ArrowDown,
  ArrowUp,
  CalendarSync,
  Palette,
  Pencil,
  Star,
  StarOff,
  Trash2,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { useArchiveProject } from "@/api/projects/archive-project";
import { useChangeProject } from "@/api/projects/change-project";
import { useDeleteProject } from "@/api/projects/delete-project";
import type { ProjectOut } from "@/api/schema.gen";
import { MenuItem, MenuLine } from "@/components/ui/menu";
import { sayDone } from "@/components/ui/say-done";
import { SureDialog } from "@/components/ui/sure-dialog";
import { toast } from "@/lib/toasts";
import { ColorDialog } from "./color-dialog";
import { m } from "./messages";
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
  const archiving = useArchive(project);
  const navigate = useNavigate();
  const [open, setOpen] = useState<"color" | "delete" | null>(null);
  const set = (fields: Parameters<typeof change>[0]["fields"]): void => change({ project, fields });
  const close = (): void => setOpen(null);

  const feed = (): void => void navigate({ to: "/settings/data", search: { feed: project.id } });

  const menu = ({ rename, onMove }: MenuOptions): ReactNode => (
    <>
      <MenuItem icon={<Pencil {...icon} />} keys="F2" onSelect={rename}>
        {m.rename}
      </MenuItem>
      <MenuItem icon={<Palette {...icon} />} onSelect={() => setOpen("color")}>
        {m.color}
      </MenuItem>
      <MenuItem
        icon={project.is_favorite ? <StarOff {...icon} /> : <Star {...icon} />}
        onSelect={() => set({ is_favorite: !project.is_favorite })}
      >
        {project.is_favorite ? m.noFavorite : m.favorite}
      </MenuItem>
      {project.archived ? null : (
        <MenuItem icon={<CalendarSync {...icon} />} onSelect={feed}>
          {m.feed}
        </MenuItem>
      )}
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
      <MenuItem danger icon={<Trash2 {...icon} />} onSelect={() => setOpen("delete")}>
        {m.delete}
      </MenuItem>
    </>
  );

  const dialogs =
    open === "color" ? (
      <ColorDialog
        name={project.name}
        color={project.color}
        onColor={(color) => set({ color })}
        onClose={close}
      />
    ) : open === "delete" ? (
      <DeleteProject project={project} openTasks={openTasks} onClose={close} />
    ) : null;

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

function DeleteProject({
  project,
  openTasks,
  onClose,
}: {
  readonly project: ProjectOut;
  readonly openTasks: number;
  readonly onClose: () => void;
}) {
  const mutate = useTold(useDeleteProject());
  const navigate = useNavigate();
  const remove = (): void => {
    onClose();
    if (window.location.pathname.endsWith(`/projects/${project.id}`)) {
      void navigate({ to: "/projects" });
    }
    mutate(project, {
      onSuccess: () => toast({ text: m.deleted(project.name) }),
    });
  };
  return (
    <SureDialog
      title={m.deleteProject(project.name)}
      text={m.deleteProjectText(openTasks)}
      action={m.delete}
      onYes={remove}
      onClose={onClose}
    />
  );
}
