import { ArrowDown, ArrowUp, MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { SectionOut } from "@/api/schema.gen";
import { useRenameSection } from "@/api/sections/change-section";
import { useDeleteSection } from "@/api/sections/delete-section";
import { useOrderSections } from "@/api/sections/order-sections";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuLine } from "@/components/ui/menu";
import { SureDialog } from "@/components/ui/sure-dialog";
import { toast } from "@/lib/toasts";
import { m } from "../messages";
import { NameInput } from "../name-input";
import { moved } from "../order";
import { useTold } from "../use-told";

interface SectionTitleProps {
  readonly section: SectionOut;
  readonly sections: readonly SectionOut[];
  readonly projectId: string;
  readonly tasks: number;
  readonly children: ReactNode;
  /** On a board sections stand beside each other. */
  readonly isBoard?: boolean;
}

const icon = { "aria-hidden": true, size: 16 } as const;

/** The name of a section, which can be changed in place, and what can be done with the section. */
export function SectionTitle(props: SectionTitleProps) {
  const { section, sections, projectId, tasks, children, isBoard = false } = props;
  const rename = useTold(useRenameSection(projectId));
  const order = useTold(useOrderSections(projectId));
  const [isNaming, setIsNaming] = useState(false);
  const [isDeleting, setIsDeleting] = useState(false);
  const [said, setSaid] = useState("");
  const move = (step: -1 | 1): void => {
    const ids = moved(sections, section.id, step);
    if (ids === null) return;
    order(ids);
    setSaid(m.nowAt(section.name, ids.indexOf(section.id) + 1, ids.length));
  };
  const place = sections.indexOf(section);
  if (isNaming) {
    return (
      <NameInput
        label={m.newName(section.name)}
        value={section.name}
        className="font-semibold"
        onName={(name) => rename({ section, name })}
        onClose={() => setIsNaming(false)}
      />
    );
  }
  return (
    <>
      {children}
      <Menu
        trigger={
          <Button look="quiet" size="icon" aria-label={m.menuOf(section.name)} className="ml-auto">
            <MoreHorizontal aria-hidden size={18} />
          </Button>
        }
      >
        <MenuItem icon={<Pencil {...icon} />} onSelect={() => setIsNaming(true)}>
          {m.rename}
        </MenuItem>
        <MenuItem icon={<ArrowUp {...icon} />} disabled={place === 0} onSelect={() => move(-1)}>
          {isBoard ? m.moveLeft : m.moveUp}
        </MenuItem>
        <MenuItem
          icon={<ArrowDown {...icon} />}
          disabled={place === sections.length - 1}
          onSelect={() => move(1)}
        >
          {isBoard ? m.moveRight : m.moveDown}
        </MenuItem>
        <MenuLine />
        <MenuItem danger icon={<Trash2 {...icon} />} onSelect={() => setIsDeleting(true)}>
          {m.delete}
        </MenuItem>
      </Menu>
      <span aria-live="polite" className="sr-only">
        {said}
      </span>
      {isDeleting ? (
        <DeleteSection
          section={section}
          projectId={projectId}
          tasks={tasks}
          onClose={() => setIsDeleting(false)}
        />
      ) : null}
    </>
  );
}

function DeleteSection({
  section,
  projectId,
  tasks,
  onClose,
}: {
  readonly section: SectionOut;
  readonly projectId: string;
  readonly tasks: number;
  readonly onClose: () => void;
}) {
  const mutate = useTold(useDeleteSection(projectId));
  const remove = (): void => {
    onClose();
    mutate(section, {
      onSuccess: () => toast({ text: m.deleted(section.name) }),
    });
  };
  return (
    <SureDialog
      title={m.deleteSection(section.name)}
      text={m.deleteSectionText(tasks)}
      action={m.delete}
      onYes={remove}
      onClose={onClose}
    />
  );
}
