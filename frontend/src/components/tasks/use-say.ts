import { useMemo } from "react";
import { useUndoChange } from "@/api/tasks/undo-change";
import { sayFailed as failed } from "@/components/ui/say-failed";
import { randomId } from "@/lib/secure";
import { dismiss, retell, toast } from "@/lib/toasts";
import { forgetUndo, rememberUndo } from "@/lib/undo";
import { m as core } from "@/messages/core";
import { m } from "@/messages/tasks";

/** Says what was done, or why not. */
export interface Say {
  /** Says it with a way back, if there is one; answers the id of the toast. */
  readonly done: (text: string, undo: string | null | readonly string[]) => string;
  /** Says nothing; Ctrl+Z takes it back all the same. */
  readonly quietly: (undoIds: readonly string[]) => void;
  /** Says something else in the same toast. */
  readonly instead: (toastId: string, text: string) => void;
  readonly failed: (error: unknown) => void;
}

/** How actions are told of, always the same object. */
export function useSay(): Say {
  const { mutateAsync: takeOneBack } = useUndoChange();
  return useMemo(() => {
    const takeBack = async (undoIds: readonly string[]): Promise<void> => {
      for (const id of undoIds) await takeOneBack(id); // the latest first: each restores what it found
      toast({ text: m.undone });
    };
    const done = (text: string, undo: string | null | readonly string[]): string => {
      const undoIds = [undo ?? []].flat();
      if (undoIds.length === 0) return toast({ text });
      const run = (): void => {
        forgetUndo(id);
        dismiss(id);
        takeBack(undoIds).catch(failed);
      };
      const id = toast({ text, action: { label: core.undo, run: () => run() } });
      rememberUndo(id, run);
      return id;
    };
    const quietly = (undoIds: readonly string[]): void =>
      rememberUndo(randomId(), () => void takeBack(undoIds).catch(failed));
    return { done, quietly, instead: retell, failed };
  }, [takeOneBack]);
}
