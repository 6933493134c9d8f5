import { useStore } from "@/lib/store";
import { useNow } from "@/lib/use-now";
import { savedAt, useSaveState } from "./drafts";
import { m } from "./messages";

const TOLD_MS = 10_000;

/** Tells quietly whether what was typed is stored. */
export function SaveState({ taskId }: { readonly taskId: string }) {
  const state = useSaveState(taskId);
  const at = useStore(savedAt).get(taskId);
  const now = useNow();
  const isFresh = at !== undefined && at > now - TOLD_MS;
  const words = {
    clean: isFresh ? m.saved : "",
    typed: "",
    saving: m.saving,
    failed: m.unsaved,
  }[state];
  return (
    <p role="status" className={state === "failed" ? "text-sm text-danger" : "text-sm text-muted"}>
      {words}
    </p>
  );
}
