import { useNavigate } from "@tanstack/react-router";
import { Palette, Pencil, Star, StarOff, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useChangeLabel } from "@/api/labels/change-label";
import { useDeleteLabel } from "@/api/labels/delete-label";
import type { LabelOut } from "@/api/schema.gen";
import { MenuItem, MenuLine } from "@/components/ui/menu";
import { sayFailed } from "@/components/ui/say-failed";
import { SureDialog } from "@/components/ui/sure-dialog";
import { Problem } from "@/lib/problem";
import { toast } from "@/lib/toasts";
import { ColorDialog } from "./color-dialog";
import { m } from "./messages";
import { useTold } from "./use-told";

type Open = { kind: "color" } | { kind: "delete" } | { kind: "merge"; name: string };

const icon = { "aria-hidden": true, size: 16 } as const;

/** What can be done with a label, the same in the sidebar and on its page. */
export function useLabelDeeds(label: LabelOut) {
  const change = useTold(useChangeLabel());
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const set = (fields: Parameters<typeof change>[0]["fields"]): void => change({ label, fields });

  const rename = (name: string): void =>
    change(
      { label, fields: { name } },
      {
        onError: (error) => {
          const isTaken = error instanceof Problem && error.status === 409;
          if (isTaken) setOpen({ kind: "merge", name });
          else sayFailed(error);
        },
      },
    );

  const menu = (onRename: () => void): ReactNode => (
    <>
      <MenuItem icon={<Pencil {...icon} />} keys="F2" onSelect={onRename}>
        {m.rename}
      </MenuItem>
      <MenuItem icon={<Palette {...icon} />} onSelect={() => setOpen({ kind: "color" })}>
        {m.color}
      </MenuItem>
      <MenuItem
        icon={label.is_favorite ? <StarOff {...icon} /> : <Star {...icon} />}
        onSelect={() => set({ is_favorite: !label.is_favorite })}
      >
        {label.is_favorite ? m.noFavorite : m.favorite}
      </MenuItem>
      <MenuLine />
      <MenuItem danger icon={<Trash2 {...icon} />} onSelect={() => setOpen({ kind: "delete" })}>
        {m.delete}
      </MenuItem>
    </>
  );

  const dialogs = open ? <Dialogs label={label} open={open} set={set} onClose={close} /> : null;
  return { rename, menu, dialogs };
}

function Dialogs({
  label,
  open,
  set,
  onClose,
}: {
  readonly label: LabelOut;
  readonly open: Open;
  readonly set: (fields: { name?: string; color?: string | null; merge?: boolean }) => void;
  readonly onClose: () => void;
}) {
  if (open.kind === "color") {
    return (
      <ColorDialog
        name={label.name}
        color={label.color}
        onColor={(color) => set({ color })}
        onClose={onClose}
      />
    );
  }
  if (open.kind === "delete") return <DeleteLabel label={label} onClose={onClose} />;
  return (
    <SureDialog
      title={m.mergeTitle(open.name)}
      text={m.mergeText}
      action={m.merge}
      onYes={() => {
        set({ name: open.name, merge: true });
        onClose();
      }}
      onClose={onClose}
    />
  );
}

function DeleteLabel({
  label,
  onClose,
}: {
  readonly label: LabelOut;
  readonly onClose: () => void;
}) {
  const mutate = useTold(useDeleteLabel());
  const navigate = useNavigate();
  const remove = (): void => {
    onClose();
    if (window.location.pathname.endsWith(`/labels/${label.id}`)) void navigate({ to: "/today" });
    mutate(label, {
      onSuccess: () => toast({ text: m.deleted(label.name) }),
    });
  };
  return (
    <SureDialog
      title={m.deleteLabel(label.name)}
      text={m.deleteLabelText(label.open_tasks)}
      action={m.delete}
      onYes={remove}
      onClose={onClose}
    />
  );
}
