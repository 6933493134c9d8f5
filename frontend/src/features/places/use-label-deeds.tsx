import { type ReactNode, useState } from "react";
import { useChangeLabel } from "@/api/labels/change-label";
import { useDeleteLabel } from "@/api/labels/delete-label";
import type { LabelOut } from "@/api/schema.gen";
import { MenuLine } from "@/components/ui/menu";
import { sayFailed } from "@/components/ui/say-failed";
import { SureDialog } from "@/components/ui/sure-dialog";
import { Problem } from "@/lib/problem";
import { m } from "./messages";
import { usePlaceDeeds } from "./use-place-deeds";
import { useTold } from "./use-told";

/** What can be done with a label, the same in the sidebar and on its page. */
export function useLabelDeeds(label: LabelOut) {
  const change = useTold(useChangeLabel());
  const remove = useTold(useDeleteLabel());
  /** A name that was chosen, and that another label has. */
  const [taken, setTaken] = useState<string | null>(null);
  const set = (fields: Parameters<typeof change>[0]["fields"]): void => change({ label, fields });
  const deeds = usePlaceDeeds(label, set, {
    title: m.deleteLabel(label.name),
    text: m.deleteLabelText(label.open_tasks),
    page: `/labels/${label.id}`,
    next: "/today",
    run: (told) => remove(label, told),
  });

  const rename = (name: string): void =>
    change(
      { label, fields: { name } },
      {
        onError: (error) => {
          const isTaken = error instanceof Problem && error.status === 409;
          if (isTaken) setTaken(name);
          else sayFailed(error);
        },
      },
    );

  const menu = (onRename: () => void): ReactNode => (
    <>
      {deeds.items(onRename)}
      <MenuLine />
      {deeds.deleteItem}
    </>
  );

  const merge = (name: string): void => {
    set({ name, merge: true });
    setTaken(null);
  };
  const dialogs =
    taken === null ? (
      deeds.dialogs
    ) : (
      <SureDialog
        title={m.mergeTitle(taken)}
        text={m.mergeText}
        action={m.merge}
        onYes={() => merge(taken)}
        onClose={() => setTaken(null)}
      />
    );
  return { rename, menu, dialogs };
}
