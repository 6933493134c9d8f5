import { useMemo } from "react";
import { useUndoChange } from "@/api/tasks/undo-change";
import { sayDone } from "@/components/ui/say-done";
import { sayFailed as failed } from "@/components/ui/say-failed";
import { randomId } from "@/lib/secure";
import { retell, toast } from "@/lib/toasts";
import { rememberUndo } from "@/lib/undo";
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
    const takeAllBack = async (undoIds: readonly string[]): Promise<void> => {
      for (const id of undoIds) await takeOneBack(id); // the latest first: each restores what it found
      toast({ text: m.undone });
    };
    const takeBack = (undoIds: readonly string[]) => (): void =>
      void takeAllBack(undoIds).catch(failed);
    const done = (text: string, undo: string | null | readonly string[]): string => {
      const undoIds = [undo ?? []].flat();
      return undoIds.length === 0 ? toast({ text }) : sayDone(text, takeBack(undoIds));
    };
    const quietly = (undoIds: readonly string[]): void =>
      rememberUndo(randomId(), takeBack(undoIds));
    return { done, quietly, instead: retell, failed };
  }, [takeOneBack]);
}
